/// Values by a key that is not 0, in an open-addressed table with room to spare.
struct HashedTable<Value: Sendable>: Sendable {
    private var keys: [UInt64]
    private var values: [Value]
    private let shift: UInt64

    /// - Parameter none: What other keys have.
    init(_ entries: [UInt64: Value], none: Value) {
        var bits = 4
        while 1 << bits < 2 * entries.count { bits += 1 }
        shift = UInt64(64 - bits)
        keys = [UInt64](repeating: 0, count: 1 << bits)
        values = [Value](repeating: none, count: 1 << bits)
        for (key, value) in entries {
            let slot = slot(of: key)
            (keys[slot], values[slot]) = (key, value)
        }
    }

    @inline(__always)
    subscript(key: UInt64) -> Value { values[slot(of: key)] }

    /// Multiplicative hashing (Knuth, *The Art of Computer Programming*, section 6.4), then the next free place.
    @inline(__always)
    private func slot(of key: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
        while keys[slot] != key, keys[slot] != 0 { slot = (slot + 1) & (keys.count - 1) }
        return slot
    }
}
