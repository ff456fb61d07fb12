// HyperLogLog: P. Flajolet, É. Fusy, O. Gandouet, F. Meunier, "HyperLogLog: the analysis of a near-optimal cardinality
// estimation algorithm" (2007). Small counts are told by the registers that are still empty (linear counting, figure 3 there).

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Estimates how many different hashes it has seen, in 1 KiB and to about 3 % (one standard deviation).
struct DistinctCount: Sendable {
    private static let bits = 10
    private static let size = 1 << bits

    /// For each group of hashes the most leading zeros, and one, of any of them.
    private var registers = [UInt8](repeating: 0, count: size)

    /// Takes a hash, all of whose bits must be as good as random.
    mutating func add(_ hash: UInt64) {
        let rank = UInt8(min(64 - Self.bits, (hash << Self.bits).leadingZeroBitCount) + 1)
        let place = Int(hash >> (64 - Self.bits))
        if rank > registers[place] { registers[place] = rank }
    }

    /// Takes what another one has seen.
    mutating func formUnion(_ other: DistinctCount) {
        for place in registers.indices { registers[place] = max(registers[place], other.registers[place]) }
    }

    /// About how many there were.
    var estimate: Double {
        let size = Double(Self.size)
        let (sum, empty) = registers.reduce(into: (0.0, 0)) { result, rank in
            result.0 += 1 / Double(UInt64(1) << UInt64(rank))
            result.1 += rank == 0 ? 1 : 0
        }
        let raw = 0.7213 / (1 + 1.079 / size) * size * size / sum
        return raw <= 2.5 * size && empty > 0 ? size * log(size / Double(empty)) : raw
    }
}
