import GovernorCore
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization

/// A service on this machine that answers as a test says, and keeps what it was sent.
final class ScriptedServer: Sendable {
    /// What came in.
    struct Received: Sendable {
        let path: String
        let authorization: String?
        let headers: [String: String]
        let body: JSONValue
    }

    /// What goes out.
    struct Answer: Sendable {
        var status = 200
        var headers: [String: String] = [:]
        var text = ""
        /// What the last byte of the text waits for.
        var gate: AsyncStream<Void>?
    }

    private let requests = Mutex<[Received]>([])

    /// Everything that was sent so far.
    var received: [Received] { requests.withLock { $0 } }

    /// Runs the service while a test runs.
    ///
    /// - Parameters:
    ///   - answer: Takes each request and its number, from 1.
    ///   - test: Takes the service and its address.
    static func run(
        _ answer: @escaping @Sendable (_ request: Received, _ number: Int) async -> Answer,
        _ test: @escaping @Sendable (_ server: ScriptedServer, _ url: String) async throws -> Void
    ) async throws {
        let server = ScriptedServer()
        let router = Router()
        router.post("**") { request, _ -> Response in
            let body = try await request.body.collect(upTo: 1 << 20)
            let received = Received(
                path: request.uri.path, authorization: request.headers[.authorization],
                headers: Dictionary(
                    request.headers.map { ($0.name.canonicalName, $0.value) }, uniquingKeysWith: { first, _ in first }),
                body: (try? JSONValue(parsing: Array(body.readableBytesView))) ?? .null)
            let number = server.requests.withLock { requests in
                requests.append(received)
                return requests.count
            }
            let answer = await answer(received, number)
            var headers: HTTPFields = [.contentType: "application/json"]
            for (name, value) in answer.headers { if let name = HTTPField.Name(name) { headers[name] = value } }
            return Response(
                status: .init(code: answer.status), headers: headers,
                body: .init(contentLength: answer.text.utf8.count) { writer in
                    try await writer.write(ByteBuffer(bytes: answer.text.utf8.dropLast()))
                    if let gate = answer.gate { for await _ in gate { break } }
                    try await writer.write(ByteBuffer(bytes: answer.text.utf8.suffix(1)))
                    try await writer.finish(nil)
                })
        }
        try await Application(router: router).test(.live) { client in
            try await test(server, "http://127.0.0.1:\(client.port ?? 0)")
        }
    }
}

extension ScriptedServer.Answer {
    /// What a model says, in the form of OpenAI's API.
    static func chat(_ text: String) -> Self {
        let body: JSONValue = [
            "choices": [["message": ["role": "assistant", "content": .string(text)], "finish_reason": "stop"]]
        ]
        return Self(text: body.compactText)
    }
}
