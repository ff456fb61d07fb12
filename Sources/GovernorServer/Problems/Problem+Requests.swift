import GovernorCore
import HTTPTypes
import Hummingbird

// The problems that a request can have before its handler sees it.
extension Problem {
    static let unauthenticated = Problem(
        .unauthorized, "access.no-key", "this route needs an API key", hint: "send 'Authorization: Bearer gov_…'",
        headers: [.wwwAuthenticate: #"Bearer realm="governor""#])

    static let unknownKey = Problem(
        .unauthorized, "access.unknown-key", "the API key is not known",
        hint: "keys are made with 'governor keys create'",
        headers: [.wwwAuthenticate: #"Bearer realm="governor", error="invalid_token""#])

    static func forbidden(_ permissions: [Permission], role: Role) -> Problem {
        let names = permissions.map { "'\($0.rawValue)'" }.joined(separator: " or ")
        return Problem(
            .forbidden, "access.forbidden", "the role '\(role.rawValue)' has no permission \(names)",
            hint: "use a key whose role has it",
            headers: [.wwwAuthenticate: #"Bearer realm="governor", error="insufficient_scope""#])
    }

    static let foreignHost = Problem(
        .forbidden, "access.foreign-host", "without keys only this machine may call, by a name of its own",
        hint: "call localhost or 127.0.0.1, or set auth to keys")

    static let malformedHTTP = Problem(
        .badRequest, "request.malformed-http", "the request is not valid HTTP/1.1",
        hint: "the connection is closed: what follows cannot be told apart")

    static func headersTooLarge(limit: Int) -> Problem {
        Problem(
            .requestHeaderFieldsTooLarge, "request.headers-too-large",
            "the header fields are larger than \(limit) bytes or too many", hint: "send fewer or shorter fields")
    }

    static func targetTooLong(limit: Int) -> Problem {
        Problem(
            .uriTooLong, "request.target-too-long", "the path and query are longer than \(limit) bytes",
            hint: "shorten the query")
    }

    static let unknownExpectation = Problem(
        .expectationFailed, "request.unknown-expectation", "the only expectation that is met is 100-continue",
        hint: "leave the Expect field out")

    static let unknownRoute = Problem(
        .notFound, "request.unknown-route", "there is nothing at this path", hint: "see /openapi.json for all routes")

    static func methodNotAllowed(_ method: HTTPRequest.Method, allowed: [String]) -> Problem {
        let changes: [HTTPRequest.Method] = [.put, .patch, .delete]
        return Problem(
            .methodNotAllowed, "request.method-not-allowed",
            "this path allows \(allowed.joined(separator: ", ")) only",
            hint: changes.contains(method) ? "what is recorded is never changed or deleted: append a new fact" : nil,
            headers: [.allow: allowed.joined(separator: ", ")])
    }

    static func bodyTooLarge(limit: Int) -> Problem {
        Problem(
            .contentTooLarge, "request.too-large", "the body has more than \(limit) bytes",
            hint: "store large objects elsewhere and refer to them by their digest")
    }

    static let unsupportedMediaType = Problem(
        .unsupportedMediaType, "request.unsupported-media-type", "the body must be application/json",
        hint: "send 'Content-Type: application/json'", headers: [.accept: "application/json"])

    static func invalid(_ errors: [FieldProblem]) -> Problem {
        let first = errors.first.map { $0.place.isEmpty ? $0.detail : "\($0.place): \($0.detail)" } ?? ""
        return Problem(
            .badRequest, "request.invalid", errors.count > 1 ? "\(first), and \(errors.count - 1) more" : first,
            hint: errors.first?.hint, errors: errors)
    }

    static let timeout = Problem(
        .serviceUnavailable, "server.timeout", "the answer took too long",
        hint: "try again; with an idempotency key nothing is written twice", headers: [.retryAfter: "1"])

    static let `internal` = Problem(
        .internalServerError, "server.internal", "something went wrong in Governor",
        hint: "the server's log names the cause")

    static let notRecorded = Problem(
        .serviceUnavailable, "ledger.failed", "the ledger could not make the fact durable",
        hint: "the server's log names the cause; nothing was acknowledged")

    static let unknownFact = Problem(
        .notFound, "evidence.unknown-id", "no such fact is recorded", hint: "check the id")
}
