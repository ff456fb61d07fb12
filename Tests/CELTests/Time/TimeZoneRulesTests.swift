import GovernorCore
import Testing

@testable import CEL

/// Writes small TZif files, so that the reader is tested without the machine's database.
enum TZif {
    static func bytes(
        version: Character = "2", transitions: [(Int64, UInt8)] = [], offsets: [Int32] = [0], footer: String
    ) -> [UInt8] {
        header(version, transitions.count, offsets.count) + block(transitions, offsets, timeSize: 4)
            + header(version, transitions.count, offsets.count) + block(transitions, offsets, timeSize: 8)
            + Array("\n\(footer)\n".utf8)
    }

    private static func header(_ version: Character, _ times: Int, _ types: Int) -> [UInt8] {
        let counts = [0, 0, 0, times, types, 4].flatMap { bigEndian(Int64($0), size: 4) }
        return Array("TZif\(version)".utf8) + [UInt8](repeating: 0, count: 15) + counts
    }

    private static func block(_ transitions: [(Int64, UInt8)], _ offsets: [Int32], timeSize: Int) -> [UInt8] {
        transitions.flatMap { bigEndian($0.0, size: timeSize) } + transitions.map(\.1)
            + offsets.flatMap { bigEndian(Int64($0), size: 4) + [0, 0] } + Array("LMT\0".utf8)
    }

    private static func bigEndian(_ value: Int64, size: Int) -> [UInt8] {
        (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> Int64(8 * $0)) }
    }
}

struct TimeZoneRulesTests {
    @Test func `transitions hold from their second on`() throws {
        let bytes = TZif.bytes(transitions: [(100, 1), (200, 0), (300, 2)], offsets: [10, 20, 30], footer: "")
        let rules = try #require(TimeZoneRules(tzif: bytes))
        let offsets = [-5, 99, 100, 199, 200, 299, 300, 1_000_000].map(rules.utcOffset)
        #expect(offsets == [10, 10, 20, 20, 10, 10, 30, 30])
    }

    @Test func `the footer holds after the last transition`() throws {
        let rules = try #require(
            TimeZoneRules(tzif: TZif.bytes(transitions: [(100, 0)], offsets: [10], footer: "<+01>-1")))
        #expect(rules.utcOffset(at: 99) == 10)
        #expect(rules.utcOffset(at: 100) == 3_600)
    }

    @Test func `a file of version 1 has no footer`() throws {
        let bytes = TZif.bytes(version: "\0", transitions: [(100, 1)], offsets: [10, 20], footer: "")
        let rules = try #require(TimeZoneRules(tzif: Array(bytes.prefix(44 + 5 + 12 + 4))))
        #expect(rules.utcOffset(at: 100) == 20)
    }

    @Test func `no truncation is accepted`() {
        let bytes = TZif.bytes(
            transitions: [(100, 1), (200, 0)], offsets: [10, 20], footer: "CET-1CEST,M3.5.0,M10.5.0/3")
        #expect(TimeZoneRules(tzif: bytes) != nil)
        for length in 0..<bytes.count {
            #expect(TimeZoneRules(tzif: Array(bytes.prefix(length))) == nil, "\(length) bytes")
        }
    }

    @Test(arguments: [
        TZif.bytes(transitions: [(200, 0), (100, 0)], offsets: [10], footer: ""),
        TZif.bytes(transitions: [(100, 7)], footer: ""),
        TZif.bytes(offsets: [], footer: ""), TZif.bytes(offsets: [100_000], footer: ""), TZif.bytes(footer: "nonsense"),
    ])
    func `files that contradict themselves are refused`(bytes: [UInt8]) {
        #expect(TimeZoneRules(tzif: bytes) == nil)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `damaged files never trap`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bytes = TZif.bytes(
            transitions: [(100, 1), (200, 0)], offsets: [10, 20], footer: "CET-1CEST,M3.5.0,M10.5.0/3")
        for _ in 0..<200 {
            var damaged = bytes
            damaged[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            _ = TimeZoneRules(tzif: damaged)?.utcOffset(at: Int64(bitPattern: random.next()) >> 20)
        }
    }

    /// Offsets before, at and after the changes; from RFC 9636's examples and the rules of the named places.
    @Test(arguments: [
        ("UTC0", "2026-07-01T00:00:00Z", 0), ("EST5", "2026-07-01T00:00:00Z", -18_000),
        ("<-0330>3:30", "2026-07-01T00:00:00Z", -12_600),
        ("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T06:59:59Z", -18_000),
        ("EST5EDT,M3.2.0,M11.1.0", "2026-03-08T07:00:00Z", -14_400),
        ("EST5EDT,M3.2.0,M11.1.0", "2026-11-01T05:59:59Z", -14_400),
        ("EST5EDT,M3.2.0,M11.1.0", "2026-11-01T06:00:00Z", -18_000),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-01-01T00:00:00Z", 39_600),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-06-01T00:00:00Z", 36_000),
        ("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "2026-03-29T00:59:59Z", -10_800),
        ("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "2026-03-29T01:00:00Z", -7_200),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-01-01T00:00:00Z", 0),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-07-01T00:00:00Z", 3_600),
        ("AAA0BBB,J60/0,J300/0", "2024-02-29T23:59:59Z", 0), ("AAA0BBB,J60/0,J300/0", "2024-03-01T00:00:00Z", 3_600),
        ("AAA0BBB,59/0,300/0", "2024-02-28T23:59:59Z", 0), ("AAA0BBB,59/0,300/0", "2024-02-29T00:00:00Z", 3_600),
    ])
    func `a POSIX rule gives the offset of an instant`(rule: String, text: String, offset: Int) throws {
        let zone = try #require(POSIXTimeZone(rule.utf8[...]))
        #expect(try zone.utcOffset(at: CELTimestamp(parsing: text).seconds) == offset)
    }

    @Test(arguments: [
        "", "A5", "EST", "EST25", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0", "EST5EDT,M3.6.0,M11.1.0",
        "EST5EDT,M3.2.7,M11.1.0",
        "EST5EDT,J0,J1", "EST5EDT,366,1", "EST5EDT,M3.2.0/168,M11.1.0", "EST5EDT,M3.2.0,M11.1.0,", "<+01-1", "EST5:60",
        "EST5 ",
    ])
    func `other rules are refused`(rule: String) {
        #expect(POSIXTimeZone(rule.utf8[...]) == nil)
    }
}
