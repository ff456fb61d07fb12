import GovernorCore
import GovernorDialects
import NIOCore
import Synchronization

@testable import GovernorGateway

/// A model server that answers everything with the same bytes, and remembers what it was asked.
final class CannedUpstream: Upstream {
    private let response: Result<(status: Int, headers: HeaderFields, body: [UInt8]), UpstreamFailure>
    private let asked = Mutex<[UpstreamRequest]>([])

    var requests: [UpstreamRequest] { asked.withLock { $0 } }

    init(status: Int = 200, headers: HeaderFields = [], _ body: String) {
        response = .success((status, headers, Array(body.utf8)))
    }

    init(failing failure: UpstreamFailure) { response = .failure(failure) }

    /// A stream of chat chunks that say these words.
    static func chat(saying words: [String]) -> CannedUpstream {
        let chunks = words.map { word -> JSONValue in
            ["id": "1", "model": "m", "choices": [["index": 0, "delta": ["content": .string(word)]]]]
        }
        let stop: JSONValue = ["id": "1", "choices": [["index": 0, "delta": [:], "finish_reason": "stop"]]]
        let events = (chunks + [stop]).map { ServerSentEvent(data: $0.compactText) } + [ServerSentEvent(data: "[DONE]")]
        return CannedUpstream(String(decoding: events.flatMap(\.bytes), as: UTF8.self))
    }

    func send(_ request: UpstreamRequest, on loop: any EventLoop) async throws(UpstreamFailure) -> UpstreamResponse {
        asked.withLock { $0.append(request) }
        let (status, headers, body) = try response.get()
        return UpstreamResponse(status: status, headers: headers, body: UpstreamBody(body))
    }

    var route: ModelRoute { .canned(self) }
}

/// A model server that never answers, and tells when nobody waits any more.
final class SilentUpstream: Upstream {
    let asked = AsyncStream<Void>.makeStream()
    let abandoned = AsyncStream<Void>.makeStream()

    func send(_ request: UpstreamRequest, on loop: any EventLoop) async throws(UpstreamFailure) -> UpstreamResponse {
        asked.continuation.yield()
        try? await Task.sleep(for: .seconds(3600))
        abandoned.continuation.yield()
        throw .cancelled
    }
}

extension ModelRoute {
    static func canned(_ upstream: some Upstream, unread: UnreadContent = UnreadContent()) -> ModelRoute {
        let paths: [Dialect: String] = [.chat: "/v1/chat/completions", .reference: "/completion"]
        return ModelRoute(
            name: "m*", targets: [ModelTarget(name: "m*", upstream: upstream, paths: paths)], unread: unread)
    }
}
