import GovernorCore
import GovernorDialects
import NIOCore
import Synchronization
import Testing

@testable import GovernorGateway

/// A model server that speaks every form that has words, and says the next of a list of texts; the last one again and again.
final class TalkingUpstream: Upstream {
    static let paths: [Dialect: String] = [
        .chat: "/chat", .completions: "/completions", .responses: "/responses", .messages: "/messages",
        .reference: "/completion",
    ]

    private let outcomes: [Result<String, UpstreamFailure>]
    private let asked = Mutex<[UpstreamRequest]>([])

    var requests: [UpstreamRequest] { asked.withLock { $0 } }
    /// The bodies of the requests.
    var bodies: [String] { requests.map { String(decoding: $0.body, as: UTF8.self) } }

    init(_ texts: String...) { outcomes = texts.map(Result.success) }
    init(_ outcomes: [Result<String, UpstreamFailure>]) { self.outcomes = outcomes }

    func send(_ request: UpstreamRequest, on loop: any EventLoop) async throws(UpstreamFailure) -> UpstreamResponse {
        let number = asked.withLock { asked in
            asked.append(request)
            return asked.count - 1
        }
        let text = try outcomes[min(number, outcomes.count - 1)].get()
        let dialect = Self.paths.first { $0.value == request.path }?.key ?? .chat
        let made = MadeAnswer(
            model: "served", pieces: text.split(separator: "|", omittingEmptySubsequences: false).map(String.init),
            usage: TokenUsage(input: 10, output: 5))
        let isStreamed = request.headers.contains { $0.value == "text/event-stream" }
        let bytes =
            isStreamed
            ? made.events(in: dialect, tellsUsage: true)?.flatMap(\.bytes)
            : made.body(in: dialect).map { Array($0.compactText.utf8) }
        return UpstreamResponse(status: 200, headers: [], body: UpstreamBody(bytes ?? []))
    }

    /// A route to this server alone.
    func route(_ name: String = "m") -> ModelRoute { ModelRoute(name: name, upstream: self, paths: Self.paths) }
}

/// A client of any form whose answers are words.
struct ModelClient: Sendable, CustomTestStringConvertible {
    let dialect: Dialect
    let isStreamed: Bool

    var testDescription: String { dialect.rawValue + (isStreamed ? ", streamed" : "") }

    /// Every form, whole and streamed.
    static let all = [Dialect.chat, .completions, .responses, .messages, .reference].flatMap { dialect in
        [false, true].map { ModelClient(dialect: dialect, isStreamed: $0) }
    }

    /// Whether servers say how many tokens an answer took.
    var countsTokens: Bool { dialect != .reference || !isStreamed }

    var path: String {
        switch dialect {
        case .chat: "/v1/chat/completions"
        case .completions: "/v1/completions"
        case .responses: "/v1/responses"
        case .messages: "/v1/messages"
        default: isStreamed ? "/proxy/completion/stream" : "/proxy/completion"
        }
    }

    func body(_ text: String, model: String = "m") -> String {
        var body: JSONObject = ["model": .string(model)]
        if dialect != .reference { body["stream"] = .bool(isStreamed) }
        switch dialect {
        case .chat, .messages: body["messages"] = [["role": "user", "content": .string(text)]]
        case .responses: body["input"] = .string(text)
        default: body["prompt"] = .string(text)
        }
        if dialect == .messages { body["max_tokens"] = 100 }
        return JSONValue.object(body).compactText
    }

    func ask(_ gateway: TestGateway, _ text: String = "Hi", model: String = "m", key: String? = nil) async
        -> TestResponse
    {
        await gateway.post(path, body(text, model: model), key: key)
    }

    /// What an answer says, as a library of the form would read it; nil where it is no answer.
    func text(of response: TestResponse) throws -> String? {
        guard response.status == 200 else { return nil }
        guard isStreamed else {
            return try dialect.answer(JSONValue(parsing: response.text)).texts
                .filter(\.lane.isSpoken).map(\.text).joined()
        }
        var parser = ServerSentEventParser()
        guard var reader = dialect.streamReader() else { return nil }
        var text = ""
        for message in try parser.append(Array(response.text.utf8)) {
            for piece in try reader.read(message).texts where piece.kind == .delta && piece.lane.isSpoken {
                text += piece.text
            }
        }
        return text
    }

    /// Whether an answer says that it was not let on, in the form's own way.
    func isRefused(_ response: TestResponse) -> Bool {
        guard isStreamed else { return response.status == 400 && response.text.contains("content_filter") }
        return switch dialect {
        case .messages: response.text.contains(#""stop_reason":"refusal""#)
        case .responses: response.text.contains("response.incomplete")
        default: response.text.contains("content_filter") || response.text.contains("held_for_review")
        }
    }
}

extension TestGateway {
    /// How many tokens of requests were counted, whoever has answered.
    var inputTokens: Int {
        registry.exposition().split(separator: "\n")
            .filter { $0.hasPrefix(#"governor_tokens_total{direction="input""#) }
            .compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }.reduce(0, +)
    }
}
