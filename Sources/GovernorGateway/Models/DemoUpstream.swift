import GovernorCore
package import GovernorDialects
package import NIOCore

/// A model for trying Governor without one: it says that it is none, and repeats what it was asked.
///
/// The same request has the same answer. It speaks chat completions and the reference system's form.
package final class DemoUpstream: Upstream {
    /// How clients call it.
    package static let model = "governor-demo"

    /// Where it serves what.
    package static let paths: [Dialect: String] = [
        .chat: "/v1/chat/completions", .reference: "/completion",
    ]

    package init() {}

    package func send(
        _ request: UpstreamRequest, on loop: any EventLoop
    ) async throws(UpstreamFailure) -> UpstreamResponse {
        guard let dialect = Self.paths.first(where: { $0.value == request.path })?.key,
            let body = try? JSONValue(parsing: request.body).object,
            let asked = try? dialect.request(body, isStreamed: request.headers.wantsEvents)
        else { return answer(400, "application/json", Array("{}".utf8)) }
        let text = "This is Governor's demo model, which is no model. You wrote: \(asked.pieces.last?.text ?? "")"
        // About what tokenizers make of English; a model that is none has no tokens.
        let words = text.utf8.count / 4
        let made = MadeAnswer(
            model: Self.model, pieces: Self.pieces(of: text), usage: TokenUsage(input: words, output: words))
        guard asked.isStreamed else {
            return answer(200, "application/json", (made.body(in: dialect) ?? .null).compactBytes)
        }
        let events = made.events(in: dialect, tellsUsage: asked.asksForUsage) ?? []
        return answer(200, "text/event-stream", events.flatMap(\.bytes))
    }

    private func answer(_ status: Int, _ type: String, _ body: [UInt8]) -> UpstreamResponse {
        UpstreamResponse(status: status, headers: [("content-type", type)], body: UpstreamBody(body))
    }

    /// Words with the space before them.
    private static func pieces(of text: String) -> [String] {
        var pieces: [String] = []
        for scalar in text.unicodeScalars {
            if scalar == " " || pieces.isEmpty { pieces.append("") }
            pieces[pieces.count - 1].unicodeScalars.append(scalar)
        }
        return pieces
    }
}

extension HeaderFields {
    /// Whether a stream is asked for, in the dialect that has no other way to say so.
    fileprivate var wantsEvents: Bool { first(named: "accept") == "text/event-stream" }
}
