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
    func completion(
        _ request: GatewayRequest, in dialect: Dialect, isStreamed: Bool, at time: Timestamp, requestID: String
    ) async -> Answer {
        do throws(ModelProblem) {
            return try await completed(request, dialect, isStreamed, time, requestID)
        } catch {
            let body = dialect.errorBody(
                error.message, status: error.status, code: error.code, param: error.param, requestID: requestID)
            return Answer(
                GatewayResponse(status: error.status, json: body, headers: error.headers), outcome: error.outcome)
        }
    }

    private func completed(
        _ request: GatewayRequest, _ dialect: Dialect, _ isStreamed: Bool, _ time: Timestamp, _ requestID: String
    ) async throws(ModelProblem) -> Answer {
        let admitted = try await admit(request, dialect, isStreamed, time, requestID)
        let loop = request.loop
        // The server works on its answer while the decision becomes durable. Nothing of it leaves before.
        async let sent = send(admitted, on: loop)
        guard await durable(admitted.decision, admitted.exchange) != nil else { throw .notRecorded }
        let response: UpstreamResponse
        do { response = try await sent.get() } catch { throw .upstream(error) }
        guard response.status == 200 else {
            throw .answered(status: max(400, response.status), headers: response.headers)
        }
        return admitted.model.isStreamed
            ? try stream(response, admitted) : try await whole(response, admitted)
    }

    /// Makes a decision durable; nil when it cannot be, in time.
    func durable(_ decision: Decision, _ exchange: Exchange) async -> AppendedFact? {
        let fact = record.fact(decision, in: exchange, salt: salt())
        let start = ContinuousClock.now
        let appended = await Deadline.value(within: timeLimit, on: timer, counting: unfinished) {
            deadline -> AppendedFact? in
            do {
                let appended = try await sink.append(fact)
                guard !deadline.claim() else { return appended }
                await correct(fact.type, about: fact.dataSubject, isRecorded: true, exchange)
            } catch {
                log("decision not recorded", exchange, error)
            }
            return nil
        }
        metrics.observe(.record, start.duration(to: .now))
        return appended ?? nil
    }
}
