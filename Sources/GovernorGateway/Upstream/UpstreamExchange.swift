import NIOCore
import NIOHTTP1
import Synchronization

/// One request's answer on its way from the connection that receives it to the task that awaits it.
///
/// The connection gives on its event loop, the task takes wherever it runs. What has come while the task was busy waits
/// here as one buffer; when that is full, the connection reads no more until it is taken.
final class UpstreamExchange: Sendable {
    fileprivate enum Outcome { case complete, failed(UpstreamFailure) }

    fileprivate struct State {
        var head: HTTPResponseHead?
        var bytes = ByteBuffer()
        var outcome: Outcome?
        var connection: NIOLoopBound<UpstreamConnection>?
        var isPaused = false
        /// Whether anything has changed since the task last looked.
        var hasNews = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let capacity: Int

    /// - Parameter capacity: How many bytes of the body may wait.
    init(capacity: Int) { self.capacity = capacity }

    /// Whether nothing more is expected.
    var isOver: Bool { state.withLock { $0.outcome != nil } }

    // MARK: The connection's side

    /// From now on this connection carries the exchange; false when it is over already.
    func begin(on connection: NIOLoopBound<UpstreamConnection>) -> Bool {
        state.withLock { state in
            guard state.outcome == nil else { return false }
            state.connection = connection
            return true
        }
    }

    /// Puts the head here; the task learns of it by ``offer()``, so that one read of the connection wakes it once.
    func give(_ head: HTTPResponseHead) { state.withLock { $0.head = head } }

    /// Puts a part of the body here; the task learns of it by ``offer()``.
    func give(_ bytes: ByteBuffer) {
        state.withLock { state in
            if state.bytes.readableBytes == 0 {
                state.bytes = bytes
            } else {
                state.bytes.writeImmutableBuffer(bytes)
            }
        }
    }

    func complete() { settle(.complete) }

    func fail(_ failure: UpstreamFailure) { settle(.failed(failure)) }

    /// Lets the task have what was given.
    ///
    /// - Returns: Whether the connection should read on; if not, the task will tell it to.
    func offer() -> Bool {
        var wantsMore = true
        change { state in
            state.isPaused = state.bytes.readableBytes >= capacity
            wantsMore = !state.isPaused
        }
        return wantsMore
    }

    // MARK: The task's side

    /// The head of the answer, which is there once.
    func head() async throws(UpstreamFailure) -> HTTPResponseHead {
        try await value { state in
            if let head = state.head.take() { return .success(head) }
            return state.failure.map(Result.failure)
        }
    }

    /// What has come of the body; nil after its end.
    func next() async throws(UpstreamFailure) -> ByteBuffer? {
        let taken = try await value { state in state.takeBytes() }
        taken.paused?.resume(self)
        return taken.bytes
    }

    /// Ends the exchange, and closes its connection when it is not complete.
    func cancel() { settle(.failed(.cancelled))?.abandon(self) }

    // MARK: Both

    /// Settles how the exchange ends; the first to say so wins.
    ///
    /// - Returns: The connection that still carries the exchange; nil when it was settled before.
    @discardableResult private func settle(_ outcome: Outcome) -> NIOLoopBound<UpstreamConnection>? {
        var connection: NIOLoopBound<UpstreamConnection>?
        change { state in
            guard state.outcome == nil else { return }
            state.outcome = outcome
            swap(&connection, &state.connection)
        }
        return connection
    }

    /// Changes the state, and wakes the task that waits for that.
    private func change(_ body: (inout State) -> Void) {
        let waiter = state.withLock { state in
            body(&state)
            state.hasNews = true
            return state.waiter.take()
        }
        waiter?.resume()
    }

    /// What can be taken, as soon as there is something.
    private func value<Value: Sendable>(
        _ take: (inout State) -> Result<Value, UpstreamFailure>?
    ) async throws(UpstreamFailure) -> Value {
        while true {
            if Task.isCancelled { cancel() }
            let value = state.withLock { state in
                let value = take(&state)
                state.hasNews = false
                return value
            }
            if let value { return try value.get() }
            await withTaskCancellationHandler(operation: news, onCancel: cancel)
        }
    }

    /// Waits until something has changed since the task last looked.
    private func news() async {
        await withCheckedContinuation { continuation in
            let hasNews = state.withLock { state in
                precondition(state.waiter == nil, "an answer is read by one task at a time")
                if !state.hasNews { state.waiter = continuation }
                return state.hasNews
            }
            if hasNews { continuation.resume() }
        }
    }
}

extension UpstreamExchange.State {
    typealias Taken = (bytes: ByteBuffer?, paused: NIOLoopBound<UpstreamConnection>?)

    fileprivate var failure: UpstreamFailure? {
        guard case .failed(let failure) = outcome else { return nil }
        return failure
    }

    /// What waits, and the connection to wake for more. What came before a failure is still given, save when nobody wants it.
    fileprivate mutating func takeBytes() -> Result<Taken, UpstreamFailure>? {
        if bytes.readableBytes > 0, failure != .cancelled {
            let taken = bytes
            bytes = ByteBuffer()
            let paused = isPaused ? connection : nil
            isPaused = false
            return .success((taken, paused))
        }
        return switch outcome {
        case nil: nil
        case .complete: .success((nil, nil))
        case .failed(let failure): .failure(failure)
        }
    }
}

extension NIOLoopBound<UpstreamConnection> {
    fileprivate func resume(_ exchange: UpstreamExchange) {
        eventLoop.execute { value.resume(exchange) }
    }

    fileprivate func abandon(_ exchange: UpstreamExchange) {
        eventLoop.execute { value.abandon(exchange) }
    }
}
