import GovernorCore
import Testing

@Suite struct TimestampTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00.000Z"),
            ("2026-01-31T09:05:00.250+01:00", 1_769_846_700_250, "2026-01-31T08:05:00.250Z"),
            ("2024-02-29", 1_709_164_800_000, "2024-02-29T00:00:00.000Z"),
            ("1969-12-31T23:59:59.999Z", -1, "1969-12-31T23:59:59.999Z"),
            ("2000-03-01T00:00:00.1234567Z", 951_868_800_123, "2000-03-01T00:00:00.123Z"),
            ("2026-06-30t23:30:00-23:59", 1_782_948_540_000, "2026-07-01T23:29:00.000Z"),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
            ("0000-01-01", -62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
        ] as [(String, Int64, String)]) func `RFC 3339 is read and written`(
            text: String, milliseconds: Int64, plain: String
        )
    {
        let time = Timestamp(text)
        #expect(time?.millisecondsSince1970 == milliseconds)
        #expect(time?.description == plain)
    }

    @Test(arguments: [
        "", "2026", "2026-1-1", "2026-13-01", "2026-00-01", "2026-02-29", "1900-02-29", "2026-04-31", "2026-01-00",
        "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:60Z", "2026-01-01T00:00:00",
        "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+1:00", "2026-01-01T00:00:00+24:00", "2026-01-01 00:00:00Z",
        "2026-01-01T00:00:00Zx", " 2026-01-01", "+2026-01-01", "２０２６-01-01",
    ]) func `what is no date-time is refused`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `what is written is read back`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let time = Timestamp(
                millisecondsSince1970: .random(in: -62_167_219_200_000...253_402_300_799_999, using: &random))
            #expect(Timestamp(time.description) == time)
        }
    }
}
