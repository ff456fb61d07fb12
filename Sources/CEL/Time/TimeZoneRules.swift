// TZif (RFC 9636): a header of 44 bytes, a block with 32-bit times, and from version 2 on a second header, a block with
// 64-bit times and a footer line with a POSIX rule for all later instants.
//
//     "TZif" version reserved[15] isutcnt isstdcnt leapcnt timecnt typecnt charcnt
//     times[timecnt] kinds[timecnt] { offset:int32 isDaylight:byte name:byte }[typecnt] names[charcnt]
//     leaps[leapcnt] isstd[isstdcnt] isut[isutcnt]
//
// Only what offsets need is kept. The bytes are untrusted: every read is bounds-checked.

/// The offsets of one time zone over time.
struct TimeZoneRules: Equatable, Sendable {
    /// Seconds since the epoch, ascending; from `transitions[i]` on, `offsets[i]` holds.
    private let transitions: [Int64]
    private let offsets: [Int32]
    /// What holds before the first transition.
    private let firstOffset: Int32
    /// What holds from the last transition on; nil when the file ends with its table.
    private let footer: POSIXTimeZone?

    /// Decodes a compiled time zone; nil when the bytes are not well-formed TZif.
    init?(tzif bytes: [UInt8]) {
        var reader = TZifReader(bytes: bytes)
        guard var block = reader.takeBlock(timeSize: 4) else { return nil }
        var footer: POSIXTimeZone?
        if block.version >= UInt8(ascii: "2") {
            guard let second = reader.takeBlock(timeSize: 8), let line = reader.takeFooter() else { return nil }
            block = second
            if !line.isEmpty {
                guard let rule = POSIXTimeZone(line) else { return nil }
                footer = rule
            }
        }
        transitions = block.transitions
        offsets = block.offsets
        firstOffset = block.firstOffset
        self.footer = footer
    }

    /// How many seconds the zone's clock is ahead of UTC at an instant.
    ///
    /// - Parameter seconds: Seconds since the epoch.
    func utcOffset(at seconds: Int64) -> Int {
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
        }
        if low == transitions.count, let footer { return footer.utcOffset(at: seconds) }
        return Int(low == 0 ? firstOffset : offsets[low - 1])
    }
}

/// Takes TZif blocks from the front of a byte array.
private struct TZifReader {
    struct Block {
        let version: UInt8
        let transitions: [Int64]
        let offsets: [Int32]
        let firstOffset: Int32
    }

    /// RFC 9636 §3.2: offsets lie between -25 and 26 hours.
    private static let offsetLimitSeconds: UInt32 = 93_600

    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func takeBlock(timeSize: Int) -> Block? {
        guard bytes.count - position >= 44, bytes[position..<position + 4].elementsEqual("TZif".utf8) else {
            return nil
        }
        let version = bytes[position + 4]
        position += 20
        let counts = (0..<6).map { _ in Int(takeInteger(size: 4)) }
        let (isUTCount, isStandardCount, leapCount) = (counts[0], counts[1], counts[2])
        let (timeCount, typeCount, nameCount) = (counts[3], counts[4], counts[5])
        guard counts.allSatisfy((0...1_000_000).contains), typeCount > 0 else { return nil }
        let size =
            timeCount * (timeSize + 1) + typeCount * 6 + nameCount + leapCount * (timeSize + 4) + isStandardCount
            + isUTCount
        guard bytes.count - position >= size else { return nil }
        let end = position + size

        let transitions = (0..<timeCount).map { _ in takeInteger(size: timeSize) }
        let kinds = bytes[position..<position + timeCount]
        position += timeCount
        let offsets = (0..<typeCount).map { _ in
            let offset = Int32(truncatingIfNeeded: takeInteger(size: 4))
            position += 2
            return offset
        }
        position = end
        guard kinds.allSatisfy({ Int($0) < typeCount }), zip(transitions, transitions.dropFirst()).allSatisfy(<),
            offsets.allSatisfy({ $0.magnitude < Self.offsetLimitSeconds })
        else { return nil }
        let kindOffsets = kinds.map { offsets[Int($0)] }
        return Block(version: version, transitions: transitions, offsets: kindOffsets, firstOffset: offsets[0])
    }

    /// The text between two line feeds that ends the file.
    mutating func takeFooter() -> Substring.UTF8View? {
        let newline = UInt8(ascii: "\n")
        guard position < bytes.count, bytes[position] == newline else { return nil }
        guard let end = bytes[(position + 1)...].firstIndex(of: newline) else { return nil }
        return Substring(decoding: bytes[(position + 1)..<end], as: UTF8.self).utf8
    }

    /// A big-endian two's complement integer; the caller has checked that it is there.
    private mutating func takeInteger(size: Int) -> Int64 {
        let raw = bytes[position..<position + size].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        position += size
        return size == 4 ? Int64(Int32(truncatingIfNeeded: raw)) : Int64(bitPattern: raw)
    }
}
