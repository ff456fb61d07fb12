import GovernorCore
import GovernorLedger
import HTTPTypes
import Hummingbird
import NIOCore

/// Health, metrics and the API's own description.
struct SystemRoutes {
    let ledger: Ledger
    let board: RiskBoard
    let metrics: MetricsRegistry

    var routes: [Route] { [health, exposition] }

    private var health: Route {
        Route(
            id: "getHealth", method: .get, path: "/health", summary: "Whether the service takes evidence.",
            access: .open,
            answers: [.json(.object(.required("status", .words("ok"), "Always `ok`.")), "It does.")],
            respond: { [ledger] _ in
                do { try await ledger.probe() } catch { throw RecordingError(cause: error) }
                return Response(json: ["status": "ok"])
            })
    }

    private static let expositionType = "text/plain; version=0.0.4; charset=utf-8"

    private var exposition: Route {
        Route(
            id: "getMetrics", method: .get, path: "/metrics", summary: "Metrics in the Prometheus text format.",
            access: .anyOf([.dashboardView, .evidenceRead]),
            answers: [
                Answer(status: .ok, summary: "The metrics.", content: .text(mediaType: Self.expositionType))
            ],
            respond: { [board, metrics] _ in
                // A ledger that cannot be read has a gauge of its own: the other metrics are needed most just then.
                try? await board.catchUp()
                return Response(
                    status: .ok, headers: [.contentType: Self.expositionType, .cacheControl: "no-store"],
                    body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.exposition())))
            })
    }

    /// The route that serves the description of all routes, itself included.
    static func description(_ document: JSONValue) -> Route {
        Route(
            id: "getOpenAPI", method: .get, path: "/openapi.json", summary: "This description, OpenAPI 3.1.",
            access: .open,
            answers: [.json(.map(of: .any(describing: "A part of the description.")), "The OpenAPI document.")],
            respond: { _ in Response(json: document) })
    }
}
