import Synchronization

/// How many bytes of request bodies the listener holds at a time, of all connections together.
///
/// The limit of one body bounds what a request takes, not what thousands of them do.
package final class BodyBudget: Sendable {
    private let limit: Int
    private let held = Mutex(0)

    /// - Parameter limit: The most bytes at a time.
    init(limit: Int) { self.limit = limit }

    /// A share that holds nothing yet.
    func share() -> Share { Share(of: self) }

    /// What one request holds. It is given back at the latest when nobody has the request any more, however that came about.
    package final class Share: Sendable {
        private let budget: BodyBudget
        private let bytes = Mutex(0)

        fileprivate init(of budget: BodyBudget) { self.budget = budget }

        deinit { giveBack() }

        /// Takes more bytes; false when there are not as many left.
        func take(_ count: Int) -> Bool {
            let isLeft = budget.held.withLock { held in
                guard held + count <= budget.limit else { return false }
                held += count
                return true
            }
            if isLeft { bytes.withLock { $0 += count } }
            return isLeft
        }

        /// Gives back what is held.
        func giveBack() {
            let bytes = bytes.withLock { bytes in
                defer { bytes = 0 }
                return bytes
            }
            budget.held.withLock { $0 -= bytes }
        }
    }
}
