import Synchronization
import Testing

@testable import CEL

struct TimeZoneSourceTests {
    @Test(arguments: [
        ("UTC", 0), ("02:00", 7_200), ("+02:00", 7_200), ("-08:30", -30_600), ("-00:00", 0), ("-00:30", -1_800),
        ("+14:00", 50_400),
    ])
    func `fixed offsets need no database`(zone: String, offset: Int) throws {
        let instant = try CELTimestamp(seconds: 0)
        #expect(try TimeZoneSource.utcOnly.utcOffset(of: zone, at: instant) == offset)
    }

    @Test(arguments: [
        "", "utc+2", "+2:00", "+02:60", "+15:00", "02:00:00", "+0200", "Nowhere/Land", "../../etc/passwd",
        "/etc/passwd",
        "Europe/../../../etc/passwd", "Europe//Berlin", "Europe/Berlin/", "Europe", "zone.tab", "Europe/Berlin\0",
        "+-2:00",
    ])
    func `other names are unknown`(zone: String) throws {
        let instant = try CELTimestamp(seconds: 0)
        #expect(throws: CELTimeError.unknownTimeZone) { try TimeZoneSource.system.utcOffset(of: zone, at: instant) }
    }

    @Test func `only well-formed names reach the loader, each once`() throws {
        let asked = Mutex<[String]>([])
        let source = TimeZoneSource { name in
            asked.withLock { $0.append(name) }
            return name == "Test/Zone" ? TZif.bytes(footer: "<+01>-1") : nil
        }
        let instant = try CELTimestamp(seconds: 0)
        for name in ["Test/Zone", "../x", "Test/Zone", "a.b", "/a", "Test//Zone"] {
            _ = try? source.utcOffset(of: name, at: instant)
        }
        #expect(asked.withLock { $0 } == ["Test/Zone"])
    }

    @Test func `unreadable data is an error of its own`() throws {
        let source = TimeZoneSource { _ in Array("not a time zone".utf8) }
        let instant = try CELTimestamp(seconds: 0)
        #expect(throws: CELTimeError.unreadableTimeZone) { try source.utcOffset(of: "A", at: instant) }
    }

    /// Instants around changes of the clock; the offsets were printed by `date -d @SECONDS +%z` of GNU coreutils 9.1
    /// with tzdata 2025b.
    @Test(
        .enabled("the machine has a time zone database") { hasDatabase },
        arguments: [
            ("America/St_Johns", "2009-02-13T02:00:00Z", -12_600), ("US/Central", "2009-02-13T23:31:30Z", -21_600),
            ("Asia/Kathmandu", "2009-02-13T23:31:30Z", 20_700), ("Europe/Berlin", "2026-03-29T00:59:59Z", 3_600),
            ("Europe/Berlin", "2026-03-29T01:00:00Z", 7_200), ("Europe/Berlin", "2026-10-25T00:59:59Z", 7_200),
            ("Europe/Berlin", "2026-10-25T01:00:00Z", 3_600), ("Europe/Berlin", "1880-01-01T00:00:00Z", 3_208),
            ("Australia/Sydney", "2050-01-01T00:00:00Z", 39_600), ("Australia/Sydney", "2050-07-01T00:00:00Z", 36_000),
            ("America/New_York", "9999-07-01T00:00:00Z", -14_400), ("Asia/Tokyo", "2026-01-01T00:00:00Z", 32_400),
            ("Etc/GMT+5", "2026-01-01T00:00:00Z", -18_000), ("GMT", "2026-01-01T00:00:00Z", 0),
        ])
    func `the system's database gives the offsets of its zones`(zone: String, text: String, offset: Int) throws {
        #expect(try TimeZoneSource.system.utcOffset(of: zone, at: CELTimestamp(parsing: text)) == offset)
    }

    static var hasDatabase: Bool {
        (try? TimeZoneSource.system.utcOffset(of: "Europe/Berlin", at: CELTimestamp(seconds: 0))) != nil
    }
}
