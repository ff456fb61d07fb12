import Hummingbird
import Logging
import NIOCore

/// What belongs to one request while it is answered.
struct ServiceContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    private let channel: any Channel

    init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// Tells a client that waits for it to send the request's body.
    func askForBody() { channel.triggerUserOutboundEvent(RequestHeadHandler.BodyWanted(), promise: nil) }
}
