public import GovernorCore

/// A model as `GET /v1/models` lists it.
public struct ListedModel: Sendable, Hashable {
    /// Its name; may contain `/`.
    public let id: String
    /// When it was made, in seconds since 1970.
    public let created: Int
    /// Who owns it.
    public let ownedBy: String

    /// Creates a model.
    public init(id: String, created: Int, ownedBy: String) {
        self.id = id
        self.created = created
        self.ownedBy = ownedBy
    }
}

extension Dialect {
    /// The body of `GET /v1/models/{id}`: `{id, object, created, owned_by}`, or `{type, id, display_name, created_at}` in
    /// Anthropic's API.
    public func body(of model: ListedModel) -> JSONValue {
        switch self {
        case .messages, .countTokens:
            let created = Timestamp(millisecondsSince1970: Int64(model.created) * 1000)
            return [
                "type": "model", "id": .string(model.id), "display_name": .string(model.id),
                "created_at": .string(created.description),
            ]
        default:
            return [
                "id": .string(model.id), "object": "model", "created": .integer(model.created),
                "owned_by": .string(model.ownedBy),
            ]
        }
    }

    /// The body of `GET /v1/models`: `{object: "list", data}`, or `{data, has_more, first_id, last_id}` in Anthropic's API.
    public func listBody(_ models: [ListedModel]) -> JSONValue {
        let data = JSONValue.array(models.map { body(of: $0) })
        switch self {
        case .messages, .countTokens:
            return [
                "data": data, "has_more": false, "first_id": models.first.map { .string($0.id) } ?? .null,
                "last_id": models.last.map { .string($0.id) } ?? .null,
            ]
        default: return ["object": "list", "data": data]
        }
    }
}
