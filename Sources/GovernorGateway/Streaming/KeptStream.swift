/// What is kept of a stream as long as something else may take its place.
struct KeptStream {
    /// Whether that may be.
    let isKept: Bool
    /// What the server has sent.
    private(set) var sent: [UInt8] = []
    /// What may leave, as long as no word has: a client that has seen a beginning cannot be given another one.
    private var waiting: [UInt8] = []

    init(isKept: Bool) { self.isKept = isKept }

    /// Takes bytes of the server.
    mutating func take(_ bytes: some Sequence<UInt8>) { if isKept { sent += bytes } }

    /// Takes bytes that may leave.
    ///
    /// - Parameter hasLeft: Whether a word may leave, or has.
    /// - Returns: Those that leave now.
    mutating func release(_ bytes: [UInt8], hasLeft: Bool) -> [UInt8] {
        guard isKept else { return bytes }
        waiting += bytes
        return hasLeft ? rest() : []
    }

    /// What still waits.
    mutating func rest() -> [UInt8] {
        defer { waiting = [] }
        return waiting
    }
}
