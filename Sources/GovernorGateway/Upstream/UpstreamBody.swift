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

    /// A body that comes from a connection.
    init(_ exchange: UpstreamExchange) { reader = Reader(exchange) }

    /// A body that is here already.
    package init(_ bytes: [UInt8]) {
        let exchange = UpstreamExchange(capacity: .max)
        exchange.give(ByteBuffer(bytes: bytes))
        exchange.complete()
        self.init(exchange)
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(reader: reader) }

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

        package mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(UpstreamFailure) -> ByteBuffer? {
            try await reader.exchange.next()
        }
    }

    /// What is gone when nobody can read the body any more.
    fileprivate final class Reader: Sendable {
        let exchange: UpstreamExchange

        init(_ exchange: UpstreamExchange) { self.exchange = exchange }

        deinit { exchange.cancel() }
    }
}
