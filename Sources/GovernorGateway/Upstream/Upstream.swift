package import NIOCore

/// A server behind the gateway that requests are passed on to.
package protocol Upstream: AnyObject, Sendable {
    /// Sends a request, and returns when the head of the answer has come.
    ///
    /// Cancelling the task, here or while it reads the body, closes the connection to the upstream at once.
    ///
    /// - Parameters:
    ///   - request: What to send.
    ///   - loop: The event loop that the connection lives on: the client's own, so that no byte changes its thread twice.
    func send(_ request: UpstreamRequest, on loop: any EventLoop) async throws(UpstreamFailure) -> UpstreamResponse

    /// Where the server is, as the configuration says; nil for what is reached over no network.
    var address: UpstreamTarget? { get }
}

extension Upstream {
    package var address: UpstreamTarget? { nil }
}
