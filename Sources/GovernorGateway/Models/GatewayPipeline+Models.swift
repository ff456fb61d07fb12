import GovernorCore
import GovernorDialects
import GovernorInspect
import Logging
import NIOCore

/// Requests for a model: authenticate, inspect, decide, forward, inspect, decide, record.
///
/// Nothing of an answer leaves before the decision about its request is durable, and nothing that says that the answer is
/// complete before the decision about the answer is.
extension GatewayPipeline {
    /// Answers a request for a model.
    func completion(_ call: ModelCall) async -> Answer {
        // What is refused or fails belongs to the target that would have answered.
        var labels = TrafficLabels()
        var answer: Answer
        do throws(ModelProblem) {
            answer = try await completed(call, &labels)
        } catch {
            labels = error.labels ?? labels
            let body = call.dialect.errorBody(
                error.message, status: error.status, code: error.code, param: error.param, requestID: call.requestID)
            answer = Answer(
                GatewayResponse(status: error.status, json: body, headers: error.headers), outcome: error.outcome)
        }
        answer.labels = labels
        return answer
    }

    private func completed(
        _ call: ModelCall, _ labels: inout TrafficLabels
    ) async throws(ModelProblem) -> Answer {
        let admission = try await admit(call, &labels)
        let answer = try await answer(to: admission, &labels)
        return Answer(
            answer.response.adding(admission.reservation?.status, for: call.dialect, at: call.time),
            outcome: answer.outcome, streamOutcome: answer.streamOutcome)
    }

    private func answer(
        to admission: Admission, _ labels: inout TrafficLabels
    ) async throws(ModelProblem) -> Answer {
        if let hold = admission.waitsFor { return waiting(admission, for: hold) }
        if let hold = admission.answersWith { return try await answeredFromHold(admission, hold) }
        let (routed, answering): (RoutedAnswer, Admission)
        do throws(ModelProblem) { (routed, answering) = try await answered(admission) } catch {
            ended(admission, AnswerReport())
            throw error
        }
        labels = routed.source.candidate.labels
        return answering.model.isStreamed ? stream(routed, answering) : try await whole(routed, answering)
    }

    /// Asks who may answer, and makes the decision about the request durable meanwhile.
    func forwarded(_ admission: Admission) async throws(ModelProblem) -> RoutedAnswer {
        let request: @Sendable (Candidate) -> UpstreamRequest
        do throws(ModelProblem) { request = try upstreamRequest(admission) } catch {
            guard await durable(admission.fact, admission.exchange) != nil else { throw .notRecorded }
            throw error
        }
        // The server works on its answer while the decision becomes durable. Nothing of it leaves before.
        admission.reservation?.send()
        async let sent = send(request, to: admission.candidates, on: admission.loop, span(of: admission))
        guard await durable(admission.fact, admission.exchange) != nil else { throw .notRecorded }
        return try Self.answer(await sent)
    }

    /// Asks who may answer, where the decision about the request is durable.
    func sent(_ admission: Admission) async throws(ModelProblem) -> RoutedAnswer {
        try await sent(
            upstreamRequest(admission), to: admission.candidates, on: admission.loop, span(of: admission))
    }

    private func span(of admission: Admission) -> ModelSpan? {
        ModelSpan(asking: admission.model, of: admission.candidates[0], in: admission.exchange.trace)
    }

    func sent(
        _ request: @escaping @Sendable (Candidate) -> UpstreamRequest, to candidates: [Candidate],
        on loop: any EventLoop, _ span: ModelSpan?
    ) async throws(ModelProblem) -> RoutedAnswer {
        try Self.answer(await send(request, to: candidates, on: loop, span))
    }

    private static func answer(
        _ result: Result<RoutedAnswer, ModelProblem>
    ) throws(ModelProblem) -> RoutedAnswer {
        let answer = try result.get()
        let response = answer.response
        guard response.status == 200 else {
            let problem = ModelProblem(status: response.status, headers: response.headers)
            answer.span?.end(failure: problem.code)
            throw problem
        }
        return answer
    }

    private func send(
        _ request: @escaping @Sendable (Candidate) -> UpstreamRequest, to candidates: [Candidate],
        on loop: any EventLoop, _ span: ModelSpan?
    ) async -> Result<RoutedAnswer, ModelProblem> {
        do throws(ModelProblem) {
            let answer = try await upstreams.send(to: candidates, on: loop, span?.traced(request) ?? request)
            return .success(answer.traced(by: span))
        } catch {
            span?.end(failure: error.code)
            return .failure(error)
        }
    }

    /// What is done once for every request that was let through to a model, when its answer has ended: complete, refused or
    /// cut off, or without having begun.
    ///
    /// - Parameter candidate: Who has answered; nil for nobody.
    func ended(_ admission: Admission, _ report: AnswerReport, from candidate: Candidate? = nil) {
        let report = report.with(admission.substitute?.earlier ?? AnswerReport())
        if let usage = report.usage { metrics.used(usage, by: (candidate ?? admission.candidates[0]).labels) }
        admission.reservation?.settle(report.use)
    }

    /// Makes a decision durable; nil when it cannot be, in time.
    func durable(_ fact: Fact, _ exchange: Exchange) async -> AppendedFact? {
        let start = ContinuousClock.now
        let appended = await Deadline.value(within: timeLimit, on: timer, counting: unfinished) {
            deadline -> AppendedFact? in
            do {
                let appended = try await self.sink.append(fact)
                guard !deadline.claim() else { return appended }
                await self.correct(fact.type, about: fact.dataSubject, isRecorded: true, exchange)
            } catch {
                self.log("decision not recorded", exchange, error)
            }
            return nil
        }
        metrics.observe(.record, start.duration(to: .now))
        return appended ?? nil
    }
}

extension Timestamp {
    /// Whole seconds since 1970, as the APIs of models say a time.
    var seconds: Int { Int(millisecondsSince1970 / 1000) }
}
