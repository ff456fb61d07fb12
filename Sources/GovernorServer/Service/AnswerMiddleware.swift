import GovernorCore
import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1

/// Turns every outcome into an answer of one shape and notes it in log and metrics.
struct AnswerMiddleware: RouterMiddleware {
    let table: RouteTable
    let requests: Counter

    func handle(
        _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response: Response
        do {
            response = try await next(request, context)
        } catch let error as HTTPParserError {
            // The body broke off or is no HTTP: the server below answers 400 and closes the connection.
            throw error
        } catch {
            response = problem(for: error, request, context).response
        }
        note(response, request, context, took: ContinuousClock.now - start)
        return response
    }

    private func problem(for error: any Error, _ request: Request, _ context: ServiceContext) -> Problem {
        let problem = Problem(answering: error)
        if [Problem.internal.code, Problem.notRecorded.code].contains(problem.code) {
            // The cause is for the operator. Errors of the house hold no text of users; others give their type only.
            let error = (error as? RecordingError)?.cause ?? error
            let cause = (error as? any GovernorError)?.description ?? "\(type(of: error))"
            context.logger.error("Answering failed", metadata: ["cause": "\(cause)"])
        }
        guard problem.code == Problem.unknownRoute.code else { return problem }
        let methods = table.methods(at: request.uri.path)
        return methods.isEmpty ? problem : .methodNotAllowed(request.method, allowed: methods)
    }

    private func note(_ response: Response, _ request: Request, _ context: ServiceContext, took: Duration) {
        // The route's template, never the path: a path may hold what a caller typed.
        let route = context.endpointPath ?? "none"
        let status = "\(response.status.code)"
        requests.increment([route, status])
        context.logger.debug(
            "Answered",
            metadata: [
                "method": "\(table.isKnown(request.method) ? request.method.rawValue : "other")", "route": "\(route)",
                "status": "\(status)", "duration": "\(took)",
            ])
    }
}
