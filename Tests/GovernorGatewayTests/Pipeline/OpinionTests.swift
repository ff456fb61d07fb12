import GovernorCore
import GovernorInspect
import Synchronization
import TestTime
import Testing

@testable import GovernorGateway

/// Other classifiers that are asked where the embedded one is unsure.
@Suite(.timeLimit(.minutes(10))) struct OpinionTests {
    private static let rules = """
        rules:
          - {id: injection, stage: prompt, when: prompt_injection_score > 0.7, action: block, message: injection}
        """
    private static let prompt = #"{"prompt":"What is the capital of France?","context":{"user_id":"u-1"}}"#

    private static func gateway(
        _ source: any OpinionSource, between band: ClosedRange<Double> = 0...1,
        onFailure: SecondOpinion.FailureMode = .keep, stopwatch: any Clock<Duration> = ContinuousClock(),
        limits: GatewayLimits = .patient, rules: String = Self.rules
    ) throws -> TestGateway {
        try TestGateway(
            rules: rules, limits: limits,
            secondOpinions: [
                SecondOpinion(of: .injection, name: "test/1", between: band, onFailure: onFailure, source: source)
            ], stopwatch: stopwatch)
    }

    private static func opinion(in gateway: TestGateway) -> JSONValue? {
        gateway.sink.facts.first?.payload["scores"]?.array?.first?["second_opinion"]
    }

    @Test(arguments: [(0.9, "block"), (0.1, "allow")])
    func `in the uncertain band the other classifier's answer stands`(answer: Double, action: String) async throws {
        let source = ScriptedOpinion(.success(answer))
        let gateway = try Self.gateway(source)
        #expect(await gateway.post("/filter/prompt", Self.prompt).json?["action"]?.string == action)
        #expect(source.texts == ["What is the capital of France?"])
        let score = try #require(gateway.sink.facts.first?.payload["scores"]?.array?.first)
        #expect(score["value"]?.number?.doubleValue == answer)
        #expect(try #require(score["probability"]?.number?.doubleValue) < 0.5)
        let opinion = try #require(Self.opinion(in: gateway))
        #expect(opinion["classifier"] == "test/1" && opinion["outcome"] == "answered")
        #expect(opinion["probability"]?.number?.doubleValue == answer && opinion["on_failure"] == "keep")
        #expect(opinion["milliseconds_at_most"]?.number?.integer != nil)
        let metrics = gateway.registry.exposition()
        #expect(metrics.contains(#"governor_second_opinions_total{label="injection",outcome="answered"} 1"#))
    }

    @Test func `a caller's score is still only raised`() async throws {
        let gateway = try Self.gateway(ScriptedOpinion(.success(0)))
        let body = #"{"prompt":"hi","context":{"prompt_injection_score":0.8}}"#
        #expect(await gateway.post("/filter/prompt", body).json?["action"] == "block")
    }

    @Test func `outside of the band nobody is asked`() async throws {
        let source = ScriptedOpinion(.success(1))
        let gateway = try Self.gateway(source, between: 0.9...1)
        #expect(await gateway.post("/filter/prompt", Self.prompt).json?["action"] == "allow")
        #expect(source.texts.isEmpty && Self.opinion(in: gateway) == nil)
    }

    @Test func `a stage whose rules do not mention the score asks nobody`() async throws {
        let source = ScriptedOpinion(.success(1))
        let gateway = try Self.gateway(source)
        #expect(await gateway.post("/filter/output", #"{"output":"hi"}"#).json?["action"] == "allow")
        #expect(source.texts.isEmpty)
    }

    @Test(
        arguments: [(.keep, "allow"), (.block, "error_block"), (.highest, "block")]
            as [(SecondOpinion.FailureMode, String)])
    func `G.33: without an answer what was declared holds`(mode: SecondOpinion.FailureMode, action: String) async throws
    {
        let gateway = try Self.gateway(ScriptedOpinion(.failure(.timedOut)), onFailure: mode)
        #expect(await gateway.post("/filter/prompt", Self.prompt).json?["action"]?.string == action)
        let opinion = try #require(Self.opinion(in: gateway))
        #expect(opinion["outcome"] == "timed_out" && opinion["probability"] == .null)
        #expect(opinion["on_failure"]?.string == mode.rawValue)
        let value = gateway.sink.facts.first?.payload["scores"]?.array?.first?["value"]
        #expect(mode != .block || value == .null)
        #expect(gateway.registry.exposition().contains(#"{label="injection",outcome="timed_out"} 1"#))
    }

    @Test func `a text that is too long is sent to nobody`() async throws {
        let source = ScriptedOpinion(.success(0))
        let gateway = try Self.gateway(source, onFailure: .highest)
        let text = String(repeating: "a word ", count: Consultant.textLimit / 7 + 1)
        #expect(await gateway.post("/filter/prompt", #"{"prompt":"\#(text)"}"#).json?["action"] == "block")
        #expect(source.texts.isEmpty && Self.opinion(in: gateway)?["outcome"] == "too_long")
    }

    private static let limits = CircuitLimits()
    private static let failures = limits.failuresInRow ?? 0

    @Test func `what fails again and again is left alone for a while`() async throws {
        let clock = ManualClock()
        let source = ScriptedOpinion(.failure(.unreachable))
        let gateway = try Self.gateway(source, stopwatch: clock)
        for _ in 0...Self.failures { _ = await gateway.post("/filter/prompt", Self.prompt) }
        #expect(source.texts.count == Self.failures)
        let last = gateway.sink.facts.last?.payload["scores"]?.array?.first?["second_opinion"]
        #expect(last?["outcome"] == "suspended")
        source.answer(.success(0.9))
        clock.advance(by: Self.limits.pause)
        for _ in 1...2 {
            #expect(await gateway.post("/filter/prompt", Self.prompt).json?["action"] == "block")
        }
        #expect(source.texts.count == Self.failures + 2)
    }

    /// Otherwise a few texts that no classifier can judge would open the way for the next.
    @Test(arguments: [OpinionFailure.unusable, .refused])
    func `a useless answer does not keep others from being asked`(failure: OpinionFailure) async throws {
        let source = ScriptedOpinion(.failure(failure))
        let gateway = try Self.gateway(source)
        for _ in 0...Self.failures { _ = await gateway.post("/filter/prompt", Self.prompt) }
        #expect(source.texts.count == Self.failures + 1)
    }

    @Test func `so many questions are under way and no more`() async throws {
        let (isAsked, mayAnswer) = (AsyncStream.makeStream(of: Void.self), AsyncStream.makeStream(of: Void.self))
        let source = WaitingOpinion(isAsked: isAsked.continuation, mayAnswer: mayAnswer.stream)
        let gateway = try Self.gateway(source)
        await withTaskGroup { group in
            for _ in 1...Consultant.questionLimit {
                group.addTask { _ = await gateway.post("/filter/prompt", Self.prompt) }
            }
            for await _ in isAsked.stream.prefix(Consultant.questionLimit) {}
            #expect(await gateway.post("/filter/prompt", Self.prompt).json?["action"] == "allow")
            #expect(Self.opinion(in: gateway)?["outcome"] == "busy")
            mayAnswer.continuation.finish()
        }
        #expect(await gateway.post("/filter/prompt", Self.prompt).json?["action"] == "block")
    }

    @Test func `G.33: the request's deadline holds while somebody is asked`() async throws {
        let clock = ManualClock()
        var limits = GatewayLimits()
        limits.requestTimeout = .seconds(1)
        let source = ScriptedOpinion(.success(0)) { clock.advance(by: .seconds(1)) }
        let gateway = try Self.gateway(source, stopwatch: clock, limits: limits)
        let response = await gateway.post("/filter/prompt", Self.prompt)
        #expect(response.status == 503 && response.json?["action"] == "error_block")
        await gateway.pipeline.finish()
        #expect(gateway.sink.facts.map { $0.payload["action"] } == ["error_block"])
    }
}

/// A classifier that says what a test says, and keeps what it was asked.
final class ScriptedOpinion: OpinionSource {
    private let state: Mutex<(answer: Result<Double, OpinionFailure>, texts: [String])>
    private let onQuestion: @Sendable () -> Void

    init(_ answer: Result<Double, OpinionFailure>, onQuestion: @escaping @Sendable () -> Void = {}) {
        state = Mutex((answer, []))
        self.onQuestion = onQuestion
    }

    var texts: [String] { state.withLock { $0.texts } }

    func answer(_ answer: Result<Double, OpinionFailure>) { state.withLock { $0.answer = answer } }

    func probability(of text: String) async throws(OpinionFailure) -> Double {
        onQuestion()
        let answer = state.withLock { state in
            state.texts.append(text)
            return state.answer
        }
        return try answer.get()
    }
}

/// A classifier that says so when it is asked, and answers once a stream has ended.
struct WaitingOpinion: OpinionSource {
    let isAsked: AsyncStream<Void>.Continuation
    let mayAnswer: AsyncStream<Void>

    func probability(of text: String) async throws(OpinionFailure) -> Double {
        isAsked.yield()
        for await _ in mayAnswer {}
        return 0.9
    }
}
