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
            pipelines: gateway.pipelines, configuration: gateway.configuration, logger: gateway.log.logger,
            onBound: { bound.continuation.yield($0) })
        var configuration = ServiceGroupConfiguration(services: [.init(service: server)], logger: gateway.log.logger)
        configuration.maximumGracefulShutdownDuration = patience
        let services = ServiceGroup(configuration: configuration)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // Without this, a server that cannot listen would be waited for.
                defer { bound.continuation.finish() }
                try await services.run()
            }
            var ports = bound.stream.makeAsyncIterator()
            guard let port = await ports.next() else {
                try await group.waitForAll()
                throw Unfinished(what: "the gateway ended before it listened")
            }
            let outcome = await inTime { try await body(RunningGateway(port: port, group: services)) }
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
            return try outcome.get()
        }
    }

    /// How long a test may talk to a gateway, and a gateway may take to end: far more than they need on a busy machine.
    private static let patience = Duration.seconds(300)

    private struct Unfinished: Error {
        let what: String
    }

    /// What a closure returns, or that it was cancelled for taking too long.
    private static func inTime<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) async -> Swift.Result<Result, any Error> {
        await withTaskGroup(of: Swift.Result<Result, any Error>.self) { race in
            race.addTask {
                do { return .success(try await body()) } catch { return .failure(error) }
            }
            race.addTask {
                do { try await Task.sleep(for: patience) } catch { return .failure(error) }
                return .failure(Unfinished(what: "the test did not end in time"))
            }
            defer { race.cancelAll() }
            return await race.next() ?? .failure(CancellationError())
        }
    }

    /// Begins a graceful shutdown without waiting for its end.
    func beginShutdown() async { await group.triggerGracefulShutdown() }

    /// Opens a connection for the duration of a closure.
    ///
    /// - Parameter receiveBuffer: How many bytes the system receives ahead; nil for as many as it likes.
    func connect<Result>(
        receiveBuffer: Int? = nil, _ body: (inout RawConnection) async throws -> Result
    ) async throws -> Result {
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        if let receiveBuffer {
            bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: receiveBuffer)
        }
        let channel =
            try await bootstrap
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

    /// The rest of the body of an answer that comes in chunks, whose head has been read.
    mutating func chunks() async throws -> String {
        var body = ""
        while let chunk = try await chunk() { body += chunk }
        return body
    }

    /// The next chunk of such a body (RFC 9112, section 7.1); nil behind the last.
    mutating func chunk() async throws -> String? {
        var end = buffer.firstRange(of: Array("\r\n".utf8))
        while end == nil {
            try #require(try await receive())
            end = buffer.firstRange(of: Array("\r\n".utf8))
        }
        let line = try #require(end)
        let size = try #require(Int(String(decoding: buffer[..<line.lowerBound], as: UTF8.self), radix: 16))
        while buffer.count < line.upperBound + size + 2 { try #require(try await receive()) }
        let chunk = String(decoding: buffer[line.upperBound..<(line.upperBound + size)], as: UTF8.self)
        buffer.removeFirst(line.upperBound + size + 2)
        return size == 0 ? nil : chunk
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
