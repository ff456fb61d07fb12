import NIOCore

/// Sees the bytes of answers before they are parsed, and finds out whether any are left behind an answer's end.
final class UnparsedBytes: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let connection: UpstreamConnection
    private var context: ChannelHandlerContext?

    init(before connection: UpstreamConnection) { self.connection = connection }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if connection.receiveBytes() { context.fireChannelRead(data) }
    }

    /// Makes the parser fail if it holds the beginning of an answer that nobody asked for.
    ///
    /// The parser keeps such a beginning to itself, where the next answer would continue it. Two line ends complete or
    /// break any beginning, either of which is an error without a request; between answers they mean nothing.
    func expectNone() { context?.fireChannelRead(wrapInboundOut(Self.twoLineEnds)) }

    private static let twoLineEnds = ByteBuffer(string: "\r\n\r\n")
}
