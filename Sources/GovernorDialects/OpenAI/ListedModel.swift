public import GovernorCore

/// A model as `GET /v1/models` of OpenAI's API lists it.
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

    /// The body of `GET /v1/models/{id}`: `{id, object, created, owned_by}`.
    public var body: JSONValue {
        ["id": .string(id), "object": "model", "created": .integer(created), "owned_by": .string(ownedBy)]
    }

    /// The body of `GET /v1/models`: `{object: "list", data: […]}`.
    public static func listBody(_ models: [ListedModel]) -> JSONValue {
        ["object": "list", "data": .array(models.map(\.body))]
    }
}
