import GovernorCore
import NIOCore
import NIOPosix
import ServiceLifecycle
import Testing

@testable import GovernorGateway

/// A gateway that listens on a port the system chose, for the duration of a closure.
struct RunningGateway: Sendable {
    let port: Int
    private let group: ServiceGroup

    static func with<Result: Sendable>(
        _ gateway: TestGateway, _ body: @escaping @Sendable (RunningGateway) async throws -> Result
    ) async throws -> Result {
        let bound = AsyncStream<Int>.makeStream()
        let server = try GatewayServer(
            pipeline: gateway.pipeline, configuration: gateway.configuration, logger: gateway.log.logger,
            onBound: { bound.continuation.yield($0) })
        let services = ServiceGroup(services: [server], logger: gateway.log.logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            var ports = bound.stream.makeAsyncIterator()
            let port = try #require(await ports.next())
            let result = try await body(RunningGateway(port: port, group: services))
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
            return result
        }
    }

    /// Begins a graceful shutdown without waiting for its end.
    func beginShutdown() async { await group.triggerGracefulShutdown() }

    /// Opens a connection for the duration of a closure.
    func connect<Result>(_ body: (inout RawConnection) async throws -> Result) async throws -> Result {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var connection = RawConnection(inbound.makeAsyncIterator(), outbound)
            return try await body(&connection)
        }
    }
}

/// One TCP connection that speaks HTTP byte by byte.
struct RawConnection {
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var buffer: [UInt8] = []

    init(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.inbound = inbound
        self.outbound = outbound
    }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

    /// Says that nothing more will be sent.
    func finishSending() { outbound.finish() }

    func post(_ path: String, _ body: String, headers: String = "") async throws {
        try await send(
            "POST \(path) HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\(headers)"
                + "content-length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    /// The next answer; nil when the other end has closed.
    mutating func response(toHead: Bool = false) async throws -> TestResponse? {
        var end = Self.headEnd(in: buffer)
        while end == nil {
            guard try await receive() else { return nil }
            end = Self.headEnd(in: buffer)
        }
        let lines = String(decoding: buffer[..<(end ?? 0)], as: UTF8.self).split(separator: "\r\n")
        buffer.removeFirst((end ?? 0) + 4)
        let status = try #require(lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) })
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
        }
        let length = toHead ? 0 : headers["content-length"].flatMap { Int($0) } ?? 0
        while buffer.count < length { guard try await receive() else { return nil } }
        let text = String(decoding: buffer.prefix(length), as: UTF8.self)
        buffer.removeFirst(length)
        return TestResponse(status: status, headers: headers, text: text)
    }

    /// Whether the other end has closed with nothing left to read.
    mutating func isClosed() async -> Bool {
        do { return try await !receive() } catch { return true }
    }

    private mutating func receive() async throws -> Bool {
        guard let bytes = try await inbound.next() else { return false }
        buffer += bytes.readableBytesView
        return true
    }

    private static func headEnd(in bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        return (0...(bytes.count - 4)).first { bytes[$0..<($0 + 4)].elementsEqual("\r\n\r\n".utf8) }
    }
}
