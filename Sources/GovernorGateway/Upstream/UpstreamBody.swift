import GovernorCore
package import NIOCore

/// The body of an upstream's answer, as it comes.
///
/// Each element is what has arrived since the last one was taken, at once and never empty. The upstream is read only as
/// far ahead as ``UpstreamLimits/bufferedBytes``. The body is read once, by one task at a time. Who lets go of it before
/// the upstream has sent its end closes the connection.
package struct UpstreamBody: AsyncSequence, Sendable {
    package typealias Element = ByteBuffer
    package typealias Failure = UpstreamFailure

    private let reader: Reader
    private let watch: StopWatch?
    /// Told once the reader has seen the end, or why there is none.
    private let end: (@Sendable (UpstreamFailure?) -> Void)?

    /// A body that comes from a connection.
    init(_ exchange: UpstreamExchange) { self.init(Reader(exchange), watch: nil, end: nil) }

    private init(_ reader: Reader, watch: StopWatch?, end: (@Sendable (UpstreamFailure?) -> Void)?) {
        self.reader = reader
        self.watch = watch
        self.end = end
    }

    /// A body that is here already.
    package init(_ bytes: [UInt8]) {
        let exchange = UpstreamExchange(capacity: .max)
        exchange.give(ByteBuffer(bytes: bytes))
        exchange.complete()
        self.init(exchange)
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(reader: reader, watch: watch, end: end) }

    /// The same body.
    ///
    /// - Parameters:
    ///   - watch: Ends it, for whoever reads it and at its connection.
    ///   - end: Told once whoever reads has seen the end, or why there is none.
    func watched(
        by watch: StopWatch, onEnd end: @escaping @Sendable (UpstreamFailure?) -> Void
    ) -> UpstreamBody {
        watch.end { [exchange = reader.exchange] in exchange.cancel() }
        return UpstreamBody(reader, watch: watch, end: end)
    }

    /// The whole body.
    ///
    /// - Parameter limit: The most bytes.
    /// - Throws: ``UpstreamFailure/tooLarge(limit:)`` as soon as there are more.
    package func collect(upTo limit: Int) async throws(UpstreamFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        for try await part in self {
            guard bytes.count + part.readableBytes <= limit else { throw .tooLarge(limit: limit) }
            bytes += part.readableBytesView
        }
        return bytes
    }

    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let reader: Reader
        fileprivate let watch: StopWatch?
        fileprivate var end: (@Sendable (UpstreamFailure?) -> Void)?

        package mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(UpstreamFailure) -> ByteBuffer? {
            do throws(UpstreamFailure) {
                let part = try await reader.exchange.next()
                // What has come already is not given either.
                guard watch?.cause == nil else { throw .cancelled }
                if part == nil { end.take()?(nil) }
                return part
            } catch {
                end.take()?(error)
                throw error
            }
        }
    }

    /// What is gone when nobody can read the body any more.
    fileprivate final class Reader: Sendable {
        let exchange: UpstreamExchange

        init(_ exchange: UpstreamExchange) { self.exchange = exchange }

        deinit { exchange.cancel() }
    }
}
