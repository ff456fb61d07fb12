import NIOCore
import NIOPosix
import Synchronization

/// Threads for the work on long texts.
///
/// The tasks of both listeners and of the ledger share few threads. A text that takes seconds to inspect would stop them
/// all; here it only makes other long texts wait.
package final class InspectionThreads: Sendable {
    /// The most bytes of a body that is worked on at once, where its task runs: a few hundred microseconds of an ordinary
    /// text, and tens of milliseconds of the worst.
    static let shortBody = 16 << 10

    /// The process's: they leave one core to all else.
    package static let shared = InspectionThreads(
        count: max(1, System.coreCount - 1), queueLimit: 32 * max(1, System.coreCount - 1))

    private let pool: NIOThreadPool
    private let limit: Int
    private let pending = Mutex(0)

    /// Starts threads.
    ///
    /// - Parameters:
    ///   - count: How many threads there are.
    ///   - queueLimit: How much work may wait for one of them.
    init(count: Int, queueLimit: Int) {
        pool = NIOThreadPool(numberOfThreads: count)
        limit = count + queueLimit
        pool.start()
    }

    deinit { pool.shutdownGracefully { _ in } }

    /// What work returns; nil when too much waits already.
    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value? {
        let isFree = pending.withLock { pending in
            guard pending < limit else { return false }
            pending += 1
            return true
        }
        guard isFree else { return nil }
        defer { pending.withLock { $0 -= 1 } }
        return await wait(for: work)
    }

    /// What work returns, when all that waits already is done.
    ///
    /// For answers: no more of them arrive than requests have been let in, and none takes the place of a request.
    func wait<Value: Sendable>(for work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            // The pool is active as long as somebody has the threads, as whoever waits here does.
            pool.submit { _ in continuation.resume(returning: work()) }
        }
    }
}
