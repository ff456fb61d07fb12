import NIOCore
import NIOPosix

/// One TCP connection that speaks HTTP byte by byte.
struct RawConnection {
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>

    /// Opens a connection for the duration of a closure.
    static func open<Result>(
        to port: Int, _ body: (inout RawConnection) async throws -> Result
    ) async throws -> Result {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var connection = RawConnection(inbound: inbound.makeAsyncIterator(), outbound: outbound)
            return try await body(&connection)
        }
    }

    func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

    /// What arrives next, at least one byte; nil when the other end has closed.
    mutating func receive() async throws -> String? { try await inbound.next().map { String(buffer: $0) } }

    /// Everything that arrives until the other end closes or resets.
    mutating func receiveAll() async -> String {
        var text = ""
        while let more = try? await receive() { text += more }
        return text
    }
}
