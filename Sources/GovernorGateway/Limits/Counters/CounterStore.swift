import GovernorCore

/// Where counters that outlive the process are kept.
package protocol CounterStore: Sendable {
    /// What was written last; nil if nothing ever was.
    ///
    /// - Throws: Why it cannot be read now.
    func read() async throws -> [UInt8]?

    /// Replaces what was written, all of it or none; durable on return.
    func write(_ bytes: [UInt8]) async throws

    /// What to call it in error messages.
    var name: String { get }
}

/// Why budgets cannot be gone on with.
package enum CounterError: GovernorError, Equatable {
    /// What is stored was not written by this version, or not as it is.
    case malformed(name: String)

    package var code: String { "gateway.counters-malformed" }

    package var message: String {
        switch self {
        case .malformed(let name): "\(name) does not say what has been spent of budgets"
        }
    }

    package var hint: String? {
        "put a copy of it back, or remove it: budgets of this day and month then begin anew"
    }
}
