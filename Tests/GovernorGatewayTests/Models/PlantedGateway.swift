import GovernorCore
import GovernorDialects
import NIOCore
import Synchronization

@testable import GovernorGateway

/// A gateway whose server answers with what a test tells it, for clients of every form and those that are translated.
struct PlantedGateway {
    private let server = PlantedUpstream()
    let gateway: TestGateway

    init(rules: String, recordsContent: Bool = false) throws {
        let (server, all) = (server, PlantedSurface.all)
        let own = Dictionary(all.map { ($0.server, "/served") }, uniquingKeysWith: { first, _ in first })
        let foreign = all.filter(\.isTranslated).map { surface in
            ModelRoute(name: surface.model, upstream: server, paths: [surface.server: "/served"])
        }
        // Two surfaces have one route where whole answers and streams are translated alike.
        let routes = Dictionary(foreign.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }).map(\.value)
        gateway = try TestGateway(
            rules: rules, recordsContent: recordsContent,
            models: routes + [ModelRoute(name: "m", upstream: server, paths: own)])
    }

    /// What a client gets when the server answers with documents.
    func answer(to surface: PlantedSurface, _ documents: [JSONValue]) async -> TestResponse {
        server.answer(surface.bytes(of: documents))
        return await surface.ask(gateway)
    }
}

/// A server that answers with what it was last told to.
private final class PlantedUpstream: Upstream {
    private let body = Mutex<[UInt8]>([])

    func answer(_ bytes: [UInt8]) { body.withLock { $0 = bytes } }

    func send(_ request: UpstreamRequest, on loop: any EventLoop) async throws(UpstreamFailure) -> UpstreamResponse {
        UpstreamResponse(status: 200, headers: [], body: UpstreamBody(body.withLock { $0 }))
    }
}
