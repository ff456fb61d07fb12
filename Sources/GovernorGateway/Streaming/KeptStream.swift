import GovernorCore

/// What is kept of a stream as long as something else may take its place.
struct KeptStream {
    /// Whether that may be.
    private var isKept: Bool
    /// Whether that may still be when a word has left, as it is for what is held.
    private let isKeptAfterFirstWord: Bool
    /// What the server has sent.
    private(set) var sent: [UInt8] = []
    /// What may leave, as long as no word has: a client that has seen a beginning cannot be given another one.
    private var waiting: [UInt8] = []

    /// - Parameter actions: What rules may do to the whole.
    init(_ actions: Set<Action>) {
        isKept = !actions.isEmpty
        isKeptAfterFirstWord = actions.contains(.hold)
    }

    /// Takes bytes of the server.
    mutating func take(_ bytes: some Sequence<UInt8>) { if isKept { sent += bytes } }

    /// Takes bytes that may leave.
    ///
    /// - Parameter hasLeft: Whether a word may leave, or has.
    /// - Returns: Those that leave now.
    mutating func release(_ bytes: [UInt8], hasLeft: Bool) -> [UInt8] {
        guard isKept else { return bytes }
        waiting += bytes
        guard hasLeft else { return [] }
        if !isKeptAfterFirstWord { (isKept, sent) = (false, []) }
        return rest()
    }

    /// What still waits.
    mutating func rest() -> [UInt8] {
        defer { waiting = [] }
        return waiting
    }
}
