import GovernorCore
import GovernorDialects
import Synchronization

/// The span of asking a model, from the first attempt until its answer has ended.
///
/// The names are those of OpenTelemetry's semantic conventions for generative AI, version 1.41. Every value is a word of the
/// configuration, of the code, or the server's name of its model.
final class ModelSpan: Sendable {
    private let trace: RequestTrace
    private let context: TraceContext
    private let dialect: Dialect
    private let isStreamed: Bool
    private let first: Candidate
    private let start: UInt64
    private let source = Mutex<AnswerSource?>(nil)
    private let hasEnded = Atomic(false)

    /// Begins a span; nil where nobody traces.
    ///
    /// - Parameters:
    ///   - model: What is asked.
    ///   - first: Whom the request belongs to.
    init?(asking model: ModelRequest, of first: Candidate, in trace: RequestTrace?) {
        guard let trace else { return nil }
        self.trace = trace
        self.first = first
        dialect = model.dialect
        isStreamed = model.isStreamed
        context = trace.tracer.context(after: trace.context)
        start = trace.tracer.clock()
    }

    /// An answer of which nobody wants the rest ends it, too.
    deinit { end(failure: "cancelled") }

    /// The same requests, that tell a server where it stands in the trace.
    func traced(
        _ request: @escaping @Sendable (Candidate) -> UpstreamRequest
    ) -> @Sendable (Candidate) -> UpstreamRequest {
        { [headers] candidate in
            let request = request(candidate)
            return UpstreamRequest(
                method: request.method, path: request.path, headers: request.headers + headers, body: request.body)
        }
    }

    private var headers: HeaderFields {
        let state = trace.state.text
        return [("traceparent", context.traceParent)] + (state.isEmpty ? [] : [("tracestate", state)])
    }

    /// Takes note of who answers.
    func answered(by source: AnswerSource) { self.source.withLock { $0 = source } }

    /// Ends the span; only the first word counts.
    ///
    /// - Parameters:
    ///   - report: What the server has said about its answer.
    ///   - failure: The code of what went wrong.
    func end(_ report: AnswerReport = AnswerReport(), failure: String? = nil) {
        guard context.isSampled,
            hasEnded.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged
        else { return }
        let source = source.withLock { $0 }
        let candidate = source?.candidate ?? first
        var attributes = attributes(of: candidate)
        if let source { attributes.append(.init("governor.attempts", .number(source.attempts))) }
        if let model = candidate.knownName(report.model) {
            attributes.append(.init("gen_ai.response.model", .text(model)))
        }
        if let usage = report.usage {
            attributes.append(.init("gen_ai.usage.input_tokens", .number(usage.input)))
            attributes.append(.init("gen_ai.usage.output_tokens", .number(usage.output)))
        }
        if let failure { attributes.append(.init("error.type", .text(failure))) }
        trace.tracer.sink.take(
            Span(
                context: context, parent: trace.context.spanID, state: trace.state,
                name: "\(dialect.operation) \(candidate.configuredName)", kind: .client, start: start,
                end: max(start, trace.tracer.clock()), attributes: attributes, failure: failure))
    }

    private func attributes(of candidate: Candidate) -> [Span.Attribute] {
        var attributes: [Span.Attribute] = [
            .init("gen_ai.operation.name", .text(dialect.operation)),
            .init("gen_ai.provider.name", .text((candidate.target.dialect(for: dialect) ?? dialect).provider)),
            .init("gen_ai.request.model", .text(candidate.configuredName)),
            .init("gen_ai.request.stream", .flag(isStreamed)),
            .init("governor.target", .text(candidate.target.name)),
            .init("governor.cohort", .text(candidate.target.cohort)),
        ]
        if let address = candidate.target.upstream.address {
            attributes.append(.init("server.address", .text(address.host)))
            attributes.append(.init("server.port", .number(address.port)))
        }
        return attributes
    }
}

extension RoutedAnswer {
    /// The same answer, with which a span ends.
    func traced(by span: ModelSpan?) -> RoutedAnswer {
        guard let span else { return self }
        span.answered(by: source)
        var answer = self
        answer.span = span
        return answer
    }
}

extension Candidate {
    /// The model's name in the configuration. Where that stands for many, what the client says is no name but a text.
    fileprivate var configuredName: String { target.servedName ?? route }

    /// The name by which a server calls the model that has answered; nil where it may be the client's own words.
    fileprivate func knownName(_ reported: String?) -> String? {
        guard let reported, target.servedName != nil || route.utf8.last != UInt8(ascii: "*") else { return nil }
        let isName = reported.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "._:/@+-".utf8.contains(byte)
            }
        }
        return isName && reported.utf8.count <= 128 ? reported : nil
    }
}

extension Dialect {
    /// What a request asks for, in the words of the conventions.
    fileprivate var operation: String {
        switch self {
        case .chat, .responses, .messages: "chat"
        case .completions, .reference: "text_completion"
        case .embeddings: "embeddings"
        case .countTokens: "count_tokens"
        }
    }

    /// Whose form it is.
    fileprivate var provider: String {
        switch self {
        case .chat, .completions, .embeddings, .responses: "openai"
        case .messages, .countTokens: "anthropic"
        case .reference: "reference"
        }
    }
}
