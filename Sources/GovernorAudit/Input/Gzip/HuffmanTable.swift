/// A canonical Huffman code of RFC 1951, 3.2.2, as tables to decode with.
///
/// Codes of up to ten bits, nearly all, are one look into a table; longer ones are found by their length.
struct HuffmanTable {
    private static let quickBits = 10
    static let maximumBits = 15

    /// By the next ten bits: symbol · 16 + length of the code; 0 where the code is longer.
    private var quick: [UInt16]
    /// How many codes have each length.
    private var counts: [Int]
    /// The symbols by code.
    private var symbols: [UInt16]

    /// Builds the code in which each symbol has a length; 0 for symbols that do not occur.
    ///
    /// - Returns: nil when more codes are asked for than there are.
    init?(lengths: some Collection<UInt8>) {
        counts = [Int](repeating: 0, count: Self.maximumBits + 1)
        for length in lengths where length > 0 { counts[Int(length)] += 1 }
        var unused = 1
        var offsets = [Int](repeating: 0, count: Self.maximumBits + 2)
        var firstCodes = [Int](repeating: 0, count: Self.maximumBits + 2)
        for bits in 1...Self.maximumBits {
            unused = unused * 2 - counts[bits]
            guard unused >= 0 else { return nil }
            offsets[bits + 1] = offsets[bits] + counts[bits]
            firstCodes[bits + 1] = (firstCodes[bits] + counts[bits]) << 1
        }
        symbols = [UInt16](repeating: 0, count: offsets[Self.maximumBits + 1])
        quick = [UInt16](repeating: 0, count: 1 << Self.quickBits)
        for (symbol, length) in lengths.enumerated() where length > 0 {
            let bits = Int(length)
            symbols[offsets[bits]] = UInt16(symbol)
            offsets[bits] += 1
            if bits <= Self.quickBits { fillQuick(UInt16(symbol), code: firstCodes[bits], bits: bits) }
            firstCodes[bits] += 1
        }
    }

    private mutating func fillQuick(_ symbol: UInt16, code: Int, bits: Int) {
        // Codes arrive with their first bit lowest.
        var reversed = 0
        for bit in 0..<bits where code >> bit & 1 == 1 { reversed |= 1 << (bits - 1 - bit) }
        for index in stride(from: reversed, to: quick.count, by: 1 << bits) {
            quick[index] = symbol << 4 | UInt16(bits)
        }
    }

    /// The symbol that the next bits are, and how many they are; nil when they are no code.
    @inline(__always)
    func decode(_ bits: UInt64) -> (symbol: Int, length: Int)? {
        let entry = quick[Int(truncatingIfNeeded: bits) & (quick.count - 1)]
        return entry != 0 ? (Int(entry >> 4), Int(entry & 15)) : decodeLong(bits)
    }

    private func decodeLong(_ bits: UInt64) -> (symbol: Int, length: Int)? {
        var (code, first, index) = (0, 0, 0)
        for length in 1...Self.maximumBits {
            code |= Int(bits >> UInt64(length - 1) & 1)
            let count = counts[length]
            if code - first < count { return (Int(symbols[index + code - first]), length) }
            index += count
            first = (first + count) << 1
            code <<= 1
        }
        return nil
    }
}
