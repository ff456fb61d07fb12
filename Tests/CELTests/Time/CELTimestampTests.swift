import Testing

@testable import CEL

struct CELTimestampTests {
    @Test(
        arguments: [
            ("2009-02-13T23:31:30Z", 1_234_567_890, 0, "2009-02-13T23:31:30Z"),
            ("1970-01-01T00:00:00Z", 0, 0, "1970-01-01T00:00:00Z"),
            ("1969-12-31T23:59:59.5Z", -1, 500_000_000, "1969-12-31T23:59:59.5Z"),
            ("2023-02-03T23:31:20+00:00", 1_675_467_080, 0, "2023-02-03T23:31:20Z"),
            ("2009-02-14T01:31:30.250+02:00", 1_234_567_890, 250_000_000, "2009-02-13T23:31:30.25Z"),
            ("2009-02-13T20:01:30-03:30", 1_234_567_890, 0, "2009-02-13T23:31:30Z"),
            ("0001-01-01T00:00:00Z", -62_135_596_800, 0, "0001-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59.999999999Z", 253_402_300_799, 999_999_999, "9999-12-31T23:59:59.999999999Z"),
            ("2000-02-29T00:00:00.1234567899Z", 951_782_400, 123_456_789, "2000-02-29T00:00:00.123456789Z"),
        ] as [(String, Int64, Int32, String)])
    func `RFC 3339 text is read and written`(text: String, seconds: Int64, nanoseconds: Int32, written: String) throws {
        let timestamp = try CELTimestamp(parsing: text)
        #expect(try timestamp == CELTimestamp(seconds: seconds, nanoseconds: nanoseconds))
        #expect(timestamp.description == written)
    }

    @Test(arguments: [
        "", "2009-02-13", "2009-02-13T23:31:30", "2009-02-13 23:31:30Z", "2009-02-13t23:31:30Z", "2009-02-13T23:31:30z",
        "2009-02-30T00:00:00Z", "2009-13-01T00:00:00Z", "2009-00-01T00:00:00Z", "2009-01-00T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2009-01-01T24:00:00Z", "2009-01-01T00:60:00Z", "2009-01-01T00:00:60Z", "2009-01-01T00:00:00.Z",
        "2009-01-01T00:00:00+24:00",
        "2009-01-01T00:00:00+00:60", "2009-01-01T00:00:00+0000", "10000-01-01T00:00:00Z", "09-01-01T00:00:00Z",
        "2009-01-01T00:00:00ZZ",
        "+009-01-01T00:00:00Z", "2009-01-01T0:00:00Z", "２009-01-01T00:00:00Z",
    ])
    func `other text is refused`(text: String) {
        #expect(throws: CELTimeError.malformedTimestamp) { try CELTimestamp(parsing: text) }
    }

    @Test(arguments: ["0000-01-01T00:00:00Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01"])
    func `years outside 1 to 9999 are out of range`(text: String) {
        #expect(throws: CELTimeError.timestampOutOfRange) { try CELTimestamp(parsing: text) }
    }

    @Test(arguments: [-62_135_596_801, 253_402_300_800, .min, .max] as [Int64])
    func `seconds outside the years 1 to 9999 are out of range`(seconds: Int64) {
        #expect(throws: CELTimeError.timestampOutOfRange) { try CELTimestamp(seconds: seconds) }
    }

    @Test func `arithmetic is exact and checked`() throws {
        let early = try CELTimestamp(parsing: "0001-01-01T00:00:01.000000001Z")
        #expect(try early.adding(CELDuration(parsing: "-999999999ns")).description == "0001-01-01T00:00:00.000000002Z")
        #expect(throws: CELTimeError.timestampOutOfRange) { try early.subtracting(CELDuration(parsing: "2s")) }
        let last = try CELTimestamp(parsing: "9999-12-31T23:59:59.999999999Z")
        #expect(throws: CELTimeError.timestampOutOfRange) { try last.adding(CELDuration(parsing: "1ns")) }
        #expect(throws: CELTimeError.timestampOutOfRange) {
            try last.adding(CELDuration(seconds: CELDuration.limitSeconds))
        }
        let span = try last.subtracting(CELTimestamp(parsing: "0001-01-01T00:00:00Z"))
        #expect(span.description == "315537897599.999999999s")
    }

    @Test func `timestamps are ordered by time`() throws {
        let ascending = try [
            "1969-12-31T23:59:58Z", "1969-12-31T23:59:58.9Z", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000000001Z",
        ]
        .map { try CELTimestamp(parsing: $0) }
        #expect(ascending.shuffled().sorted() == ascending)
    }

    @Test func `accessors have CEL's names and bases`() throws {
        let timestamp = try CELTimestamp(parsing: "2009-02-13T23:31:30.123456789Z")
        let values = Dictionary(
            uniqueKeysWithValues: CELTimestamp.Accessor.allCases.map { ($0.rawValue, timestamp.get($0)) })
        let expected: [String: Int64] = [
            "getFullYear": 2_009, "getMonth": 1, "getDate": 13, "getDayOfMonth": 12, "getDayOfWeek": 5,
            "getDayOfYear": 43, "getHours": 23,
            "getMinutes": 31, "getSeconds": 30, "getMilliseconds": 123,
        ]
        #expect(values == expected)
    }

    /// Every day of the calendar's 400-year cycle, so that the arithmetic on dates cannot hide an exception.
    @Test func `dates count up day by day`() {
        var expected = (year: 1_999, month: 12, day: 31)
        var weekday = 5
        for day in CivilTime.daysSinceEpoch(
            year: 2_000, month: 1, day: 1)..<CivilTime.daysSinceEpoch(year: 2_400, month: 1, day: 2)
        {
            if expected.day < CivilTime.daysInMonth(expected.month, year: expected.year) {
                expected.day += 1
            } else if expected.month < 12 {
                expected = (expected.year, expected.month + 1, 1)
            } else {
                expected = (expected.year + 1, 1, 1)
            }
            weekday = (weekday + 1) % 7
            let civil = CivilTime(secondsSinceEpoch: Int64(day) * 86_400 + 86_399)
            guard (civil.year, civil.month, civil.day) == expected, civil.dayOfWeek == weekday else {
                Issue.record("day \(day) is \(civil), not \(expected)")
                return
            }
            guard CivilTime.daysSinceEpoch(year: civil.year, month: civil.month, day: civil.day) == day else {
                Issue.record("\(civil) is not day \(day)")
                return
            }
        }
        #expect(CivilTime(secondsSinceEpoch: CELTimestamp.minimumSeconds).dayOfWeek == 1)
        #expect(CivilTime(secondsSinceEpoch: CELTimestamp.minimumSeconds - 86_400).year == 0)
    }
}
