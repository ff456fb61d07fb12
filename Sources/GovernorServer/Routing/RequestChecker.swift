import GovernorCore
import HTTPTypes
import Hummingbird
import NIOCore

/// Checks a request against its route: caller first, then parameters, then the body.
struct RequestChecker: Sendable {
    let authenticator: Authenticator
    /// The most bytes of a body.
    let bodyLimit: Int

    func check(_ request: Request, _ context: ServiceContext, for route: Route) async throws -> CheckedRequest {
        let principal = try authenticator.admit(request, to: route)
        let parameters = try ParameterReader(route.parameters).read(request, context)
        return CheckedRequest(
            principal: principal, path: request.uri.path, parameters: parameters,
            body: try await body(of: request, context, route.body))
    }

    private func body(of request: Request, _ context: ServiceContext, _ schema: Schema?) async throws -> JSONValue {
        guard let schema else { return .null }
        guard Self.isJSON(request.headers[.contentType]) else { throw Problem.unsupportedMediaType }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > bodyLimit {
            throw Problem.bodyTooLarge(limit: bodyLimit)
        }
        if request.headers[.expect] != nil { context.askForBody() }
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: bodyLimit)
        } catch is NIOTooManyBytesError {
            throw Problem.bodyTooLarge(limit: bodyLimit)
        }
        let body = try JSONValue(parsing: Array(buffer.readableBytesView))
        let problems = schema.problems(in: body)
        guard problems.isEmpty else { throw Problem.invalid(problems) }
        return body
    }

    /// Whether a content type is JSON, with or without parameters.
    private static func isJSON(_ contentType: String?) -> Bool {
        let type = contentType?.split(separator: ";", omittingEmptySubsequences: false).first ?? ""
        return type.lowercased().filter { $0 != " " && $0 != "\t" } == "application/json"
    }
}
