/// Reads gzip (RFC 1952, RFC 1951) in pieces, so that a file of any size takes a bounded amount of memory.
///
/// Members one after another, as `cat a.gz b.gz` makes them, are one text. The checksum and length of each are compared.
public struct GzipReader {
    /// The first bytes of a gzip file.
    public static let magic: [UInt8] = [0x1F, 0x8B]

    /// Where the compressed bytes come from, piece by piece; nil after the last.
    public typealias Source = () throws -> [UInt8]?

    private enum State {
        case member
        case block
        case stored(remaining: Int)
        case compressed(literals: HuffmanTable, distances: HuffmanTable)
        case trailer
        case ended
    }

    /// How far back copies reach.
    private static let window = 1 << 15
    /// How much is decompressed at a time, give or take one copy.
    private static let pieceSize = 1 << 20

    private let source: Source
    private var input: [UInt8] = []
    private var position = 0
    private var bits: UInt64 = 0
    private var bitCount = 0
    private var hasInput = true

    private var state = State.member
    private var isLastBlock = false
    /// The window before the piece, and the piece.
    private var output: [UInt8] = []
    private var pieceStart = 0
    /// How much of the piece is in the checksum.
    private var settled = 0
    private var checksum = CRC32()
    private var length: UInt32 = 0
    private var members = 0
    /// Where the member begins in the output, or its first byte that is still there: what is before it cannot be copied.
    private var memberStart = 0
    private var headerChecksum = CRC32()

    /// Starts reading.
    public init(source: @escaping Source) { self.source = source }

    /// The next decompressed bytes; nil after the last.
    ///
    /// - Throws: ``AuditError/invalidCompression(problem:)``, and what the source throws.
    public mutating func next() throws -> [UInt8]? {
        let forgotten = max(0, output.count - Self.window)
        output.removeFirst(forgotten)
        memberStart = max(0, memberStart - forgotten)
        (pieceStart, settled) = (output.count, 0)
        while output.count - pieceStart < Self.pieceSize {
            switch state {
            case .member: try startMember()
            case .block: try startBlock()
            case .stored(let remaining): try copyStored(remaining)
            case .compressed(let literals, let distances): try inflate(literals, distances)
            case .trailer: try endMember()
            case .ended:
                return output.count > pieceStart ? Array(output[pieceStart...]) : nil
            }
        }
        settleChecksum()
        return Array(output[pieceStart...])
    }

    // MARK: - Members

    private mutating func startMember() throws {
        try refill()
        if members > 0 { try skipPadding() }
        guard bitCount > 0 || members == 0 else {
            state = .ended
            return
        }
        headerChecksum = CRC32()
        guard try takeHeader() == 0x1F, try takeHeader() == 0x8B, try takeHeader() == 8 else {
            throw invalid(members == 0 ? "it does not begin as gzip does" : "something else follows the packed text")
        }
        let flags = try takeHeader()
        guard flags & 0xE0 == 0 else { throw invalid("it is of a kind that is not known") }
        for _ in 0..<6 { _ = try takeHeader() }
        if flags & 4 != 0 {
            let size = Int(try takeHeader()) | Int(try takeHeader()) << 8
            for _ in 0..<size { _ = try takeHeader() }
        }
        for flag in [8, 16] as [UInt8] where flags & flag != 0 {
            while try takeHeader() != 0 {}
        }
        if flags & 2 != 0 {
            let expected = UInt64(headerChecksum.value & 0xFFFF)
            guard try take(16) == expected else { throw invalid("the checksum of its header does not match") }
        }
        (checksum, length, memberStart) = (CRC32(), 0, output.count)
        members += 1
        state = .block
    }

    private mutating func takeHeader() throws -> UInt8 {
        let byte = UInt8(truncatingIfNeeded: try take(8))
        headerChecksum.add([byte])
        return byte
    }

    /// Steps over zeros at the end, which tapes and blocks of disks leave.
    private mutating func skipPadding() throws {
        guard bitCount > 0, bits & 0xFF == 0 else { return }
        while bitCount > 0 {
            guard try take(8) == 0 else { throw invalid("something else follows the packed text") }
            try refill()
        }
    }

    private mutating func endMember() throws {
        settleChecksum()
        _ = try take(bitCount & 7)
        guard try take(32) == checksum.value else { throw invalid("its checksum does not match") }
        guard try take(32) == length else { throw invalid("its length does not match") }
        state = .member
    }

    /// Takes into account what was decompressed since it was called last.
    private mutating func settleChecksum() {
        let new = output[(pieceStart + settled)...]
        checksum.add(new)
        length &+= UInt32(truncatingIfNeeded: new.count)
        settled = output.count - pieceStart
    }

    // MARK: - Blocks

    private mutating func startBlock() throws {
        isLastBlock = try take(1) == 1
        switch try take(2) {
        case 0:
            _ = try take(bitCount & 7)
            let size = try take(16)
            guard try take(16) == ~size & 0xFFFF else { throw invalid("a stored block is damaged") }
            state = .stored(remaining: Int(size))
        case 1: state = .compressed(literals: Self.fixedLiterals, distances: Self.fixedDistances)
        case 2: state = try readCodes()
        default: throw invalid("a block is of no known kind")
        }
    }

    private mutating func endBlock() { state = isLastBlock ? .trailer : .block }

    private mutating func copyStored(_ remaining: Int) throws {
        let count = min(remaining, Self.pieceSize)
        for _ in 0..<count { output.append(UInt8(truncatingIfNeeded: try take(8))) }
        if remaining > count { state = .stored(remaining: remaining - count) } else { endBlock() }
    }

    private mutating func readCodes() throws -> State {
        let literalCount = Int(try take(5)) + 257
        let distanceCount = Int(try take(5)) + 1
        var order = [UInt8](repeating: 0, count: 19)
        for index in 0..<(Int(try take(4)) + 4) { order[Self.lengthOrder[index]] = UInt8(try take(3)) }
        guard let lengthCode = HuffmanTable(lengths: order) else { throw invalid("a code is damaged") }
        var lengths: [UInt8] = []
        while lengths.count < literalCount + distanceCount {
            let symbol = try symbol(lengthCode)
            switch symbol {
            case 0..<16: lengths.append(UInt8(symbol))
            case 16:
                guard let last = lengths.last else { throw invalid("a code is damaged") }
                lengths.append(contentsOf: repeatElement(last, count: Int(try take(2)) + 3))
            case 17: lengths.append(contentsOf: repeatElement(0, count: Int(try take(3)) + 3))
            default: lengths.append(contentsOf: repeatElement(0, count: Int(try take(7)) + 11))
            }
        }
        guard lengths.count == literalCount + distanceCount,
            let literals = HuffmanTable(lengths: lengths[..<literalCount]),
            let distances = HuffmanTable(lengths: lengths[literalCount...])
        else { throw invalid("a code is damaged") }
        return .compressed(literals: literals, distances: distances)
    }

    private mutating func inflate(_ literals: HuffmanTable, _ distances: HuffmanTable) throws {
        while output.count - pieceStart < Self.pieceSize {
            let symbol = try symbol(literals)
            if symbol < 256 {
                output.append(UInt8(symbol))
            } else if symbol == 256 {
                return endBlock()
            } else {
                guard symbol < 286 else { throw invalid("a length is damaged") }
                let count = Self.lengthBases[symbol - 257] + Int(try take(Self.lengthBits[symbol - 257]))
                let place = try self.symbol(distances)
                guard place < 30 else { throw invalid("a distance is damaged") }
                try copy(count, from: Self.distanceBases[place] + Int(try take(Self.distanceBits[place])))
            }
        }
    }

    private mutating func copy(_ count: Int, from distance: Int) throws {
        guard distance <= output.count - memberStart else { throw invalid("a copy begins before the text") }
        let start = output.count - distance
        for offset in 0..<count { output.append(output[start + offset]) }
    }

    // MARK: - Bits

    @inline(__always)
    private mutating func symbol(_ table: HuffmanTable) throws -> Int {
        if bitCount < HuffmanTable.maximumBits { try refill() }
        guard let (symbol, length) = table.decode(bits), length <= bitCount else {
            throw invalid(bitCount < HuffmanTable.maximumBits ? "it ends too early" : "a code is damaged")
        }
        bits >>= UInt64(length)
        bitCount -= length
        return symbol
    }

    /// Takes up to 32 bits.
    @inline(__always)
    private mutating func take(_ count: Int) throws -> UInt64 {
        if bitCount < count { try refill() }
        guard bitCount >= count else { throw invalid("it ends too early") }
        let taken = bits & ((1 << UInt64(count)) - 1)
        bits >>= UInt64(count)
        bitCount -= count
        return taken
    }

    private mutating func refill() throws {
        while bitCount <= 56 {
            if position == input.count {
                guard hasInput else { return }
                guard let next = try source() else {
                    hasInput = false
                    return
                }
                (input, position) = (next, 0)
                continue
            }
            bits |= UInt64(input[position]) << UInt64(bitCount)
            position += 1
            bitCount += 8
        }
    }

    private func invalid(_ problem: String) -> AuditError { .invalidCompression(problem: problem) }

    // MARK: - Tables of RFC 1951, 3.2.5 to 3.2.7

    private static let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    private static let lengthBases = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distanceBases = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145,
        8193, 12289, 16385, 24577,
    ]
    private static let distanceBits = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
    ]
    private static let fixedLiterals = fixed((0..<288).map { $0 < 144 || $0 >= 280 ? 8 : $0 < 256 ? 9 : 7 })
    private static let fixedDistances = fixed(Array(repeatElement(5, count: 30)))

    private static func fixed(_ lengths: [UInt8]) -> HuffmanTable {
        guard let table = HuffmanTable(lengths: lengths) else { preconditionFailure("the fixed code is a code") }
        return table
    }
}

/// The checksum of gzip (RFC 1952, section 8).
struct CRC32 {
    private var state: UInt32 = ~0

    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
    }

    mutating func add(_ bytes: ArraySlice<UInt8>) {
        Self.table.withUnsafeBufferPointer { table in
            for byte in bytes { state = table[Int(UInt8(truncatingIfNeeded: state) ^ byte)] ^ state >> 8 }
        }
    }

    var value: UInt32 { ~state }
}
