import GovernorCore
import HTTPTypes
import Hummingbird

/// One operation of the service: what registers it, what documents it and what guards it.
struct Route: Sendable {
    /// Who may use a route.
    enum Access: Sendable {
        /// Everybody, without a key.
        case open
        /// Who has one of the permissions.
        case anyOf([Permission])
    }

    /// The operation's name in the OpenAPI document.
    let id: String
    let method: HTTPRequest.Method
    /// The canonical path; `{name}` is one segment, a last `**` is any number.
    let path: String
    /// Other paths that do the same.
    var aliases: [String] = []
    let summary: String
    var details: String?
    var access: Access
    var parameters: [Parameter] = []
    /// What the JSON body looks like; nil for a route without a body.
    var body: Schema?
    /// Every answer but those that all routes share.
    let answers: [Answer]
    let respond: @Sendable (CheckedRequest) async throws -> Response

    /// The canonical path and its aliases.
    var paths: [String] { [path] + aliases }
}

/// A value outside the body.
struct Parameter: Sendable {
    enum Place: String, Sendable { case path, query, header }

    let name: String
    let place: Place
    let schema: Schema
    let isRequired: Bool
    let summary: String

    static func path(_ name: String, _ form: TextForm, _ summary: String) -> Parameter {
        Parameter(name: name, place: .path, schema: .string(form), isRequired: true, summary: summary)
    }

    static func query(_ name: String, _ schema: Schema, required: Bool = false, _ summary: String) -> Parameter {
        Parameter(name: name, place: .query, schema: schema, isRequired: required, summary: summary)
    }

    /// Names an attempt, so that a repeated request writes nothing twice.
    static let idempotencyKey = Parameter(
        name: "Idempotency-Key", place: .header, schema: .string(.idempotencyKey), isRequired: false,
        summary: "Names the attempt: the same key with the same content gives the first answer again.")
}

/// One documented answer.
struct Answer: Sendable {
    enum Content: Sendable {
        case json(Schema)
        case text(mediaType: String)
        case bytes
    }

    let status: HTTPResponse.Status
    let summary: String
    let content: Content
    var headers: [Header] = []

    /// A header that the answer always has.
    struct Header: Sendable {
        let name: String
        let summary: String
    }

    static func json(
        _ schema: Schema, _ summary: String, status: HTTPResponse.Status = .ok, headers: [Header] = []
    ) -> Answer {
        Answer(status: status, summary: summary, content: .json(schema), headers: headers)
    }

    /// An answer in the error shape.
    static func problem(_ status: HTTPResponse.Status, _ summary: String) -> Answer {
        Answer(status: status, summary: summary, content: .json(.problem))
    }
}

extension Answer.Header {
    static let receipt = Answer.Header(name: "governor-receipt", summary: "The id of the fact and of its receipt.")
}
