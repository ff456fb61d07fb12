/// Keccak-256 of a short message, for checksums inside wallets' addresses: the sponge of SHA-3 (FIPS 202) with the padding
/// that its authors proposed, which Ethereum and Monero kept.
enum Keccak256 {
    private static let rate = 136

    static func digest(of message: [UInt8]) -> [UInt8] {
        var padded = message + [0x01]
        padded += [UInt8](repeating: 0, count: (rate - padded.count % rate) % rate)
        padded[padded.count - 1] |= 0x80
        var state = [UInt64](repeating: 0, count: 25)
        for block in stride(from: 0, to: padded.count, by: rate) {
            for offset in 0..<rate { state[offset / 8] ^= UInt64(padded[block + offset]) << UInt64(offset % 8 * 8) }
            permute(&state)
        }
        return (0..<32).map { UInt8(truncatingIfNeeded: state[$0 / 8] >> UInt64($0 % 8 * 8)) }
    }

    /// Keccak-f[1600]; the steps have the names of FIPS 202, section 3.2. The lane at column x and row y is `x + 5 * y`.
    private static func permute(_ state: inout [UInt64]) {
        for constant in roundConstants {
            theta(&state)
            rhoAndPi(&state)
            chi(&state)
            state[0] ^= constant
        }
    }

    private static func theta(_ state: inout [UInt64]) {
        let parities = (0..<5).map { x in (1..<5).reduce(state[x]) { $0 ^ state[x + 5 * $1] } }
        for lane in state.indices {
            state[lane] ^= parities[(lane + 4) % 5] ^ rotated(parities[(lane + 1) % 5], 1)
        }
    }

    private static func rhoAndPi(_ state: inout [UInt64]) {
        var (x, y, moved) = (1, 0, state[1])
        for step in 0..<24 {
            (x, y) = (y, (2 * x + 3 * y) % 5)
            let lane = x + 5 * y
            (state[lane], moved) = (rotated(moved, (step + 1) * (step + 2) / 2 % 64), state[lane])
        }
    }

    private static func chi(_ state: inout [UInt64]) {
        let before = state
        for lane in state.indices {
            let row = lane / 5 * 5
            state[lane] ^= ~before[row + (lane + 1) % 5] & before[row + (lane + 2) % 5]
        }
    }

    private static func rotated(_ word: UInt64, _ bits: Int) -> UInt64 {
        word << UInt64(bits) | word >> UInt64(64 - bits)
    }

    /// The bits at the places 2^j - 1 come from a shift register (FIPS 202, algorithm 5).
    private static let roundConstants: [UInt64] = {
        var register: UInt16 = 1
        return (0..<24).map { _ in
            (0..<7).reduce(UInt64(0)) { constant, power in
                let bit = UInt64(register & 1)
                register = register << 1 ^ (register & 0x80 != 0 ? 0x171 : 0)
                return constant | bit << UInt64(1 << power - 1)
            }
        }
    }()
}
