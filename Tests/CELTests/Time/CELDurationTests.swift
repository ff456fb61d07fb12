import Testing

@testable import CEL

struct CELDurationTests {
    @Test(
        arguments: [
            ("0", 0, "0s"), ("0s", 0, "0s"), ("1000000s", 1_000_000_000_000_000, "1000000s"),
            ("1h30m", 5_400_000_000_000, "5400s"),
            ("1.5s", 1_500_000_000, "1.5s"), ("-3ms", -3_000_000, "-0.003s"), ("100us", 100_000, "0.0001s"),
            ("100\u{b5}s", 100_000, "0.0001s"), ("100\u{3bc}s", 100_000, "0.0001s"), ("7ns", 7, "0.000000007s"),
            ("+5m", 300_000_000_000, "300s"),
            (".5s", 500_000_000, "0.5s"), ("1.s", 1_000_000_000, "1s"), ("-1.5h", -5_400_000_000_000, "-5400s"),
            ("-1h2m3.25s", -3_723_250_000_000, "-3723.25s"), ("0.000000000001h", 3, "0.000000003s"),
            ("1.9ns", 1, "0.000000001s"),
            ("-0", 0, "0s"), ("1s1s", 2_000_000_000, "2s"),
        ] as [(String, Int128, String)])
    func `duration text is read and written`(text: String, nanoseconds: Int128, written: String) throws {
        let duration = try CELDuration(parsing: text)
        #expect(duration.totalNanoseconds == nanoseconds)
        #expect(duration.description == written)
        #expect(try CELDuration(parsing: written) == duration)
    }

    @Test(arguments: [
        "", "+", "-", "1", "s", ".", ".s", "1x", "1 s", " 1s", "1s ", "--1s", "1s-1s", "1S", "1d", "1e3s", "00", "１s",
    ])
    func `other text is refused`(text: String) {
        #expect(throws: CELTimeError.malformedDuration) { try CELDuration(parsing: text) }
    }

    @Test(arguments: [
        "320000000000s", "-320000000000s", "315576000000.000000001s", "99999999999999999999999999999999h",
        "87660000h1ns", "200000000000s200000000000s",
    ])
    func `longer than ten thousand years is out of range`(text: String) {
        #expect(throws: CELTimeError.durationOutOfRange) { try CELDuration(parsing: text) }
    }

    @Test func `the limits themselves are in range`() throws {
        #expect(try CELDuration(parsing: "315576000000s").seconds == CELDuration.limitSeconds)
        #expect(try CELDuration(parsing: "-87660000h").seconds == -CELDuration.limitSeconds)
        #expect(try CELDuration(parsing: "0000000000000000000000000000001s").seconds == 1)
    }

    @Test(arguments: [
        ("10000s", 2, 166, 10_000, 0), ("3730s", 1, 62, 3_730, 0), ("123.321456789s", 0, 2, 123, 321),
        ("-3730.5s", -1, -62, -3_730, -500),
    ])
    func `accessors give totals, but milliseconds give the rest`(
        text: String, hours: Int64, minutes: Int64, seconds: Int64, milliseconds: Int64
    ) throws {
        let duration = try CELDuration(parsing: text)
        #expect(CELDuration.Accessor.allCases.map(duration.get) == [hours, minutes, seconds, milliseconds])
        #expect(
            CELDuration.Accessor.allCases.map(\.rawValue) == [
                "getHours", "getMinutes", "getSeconds", "getMilliseconds",
            ])
    }

    @Test func `sums and differences are exact and checked`() throws {
        let long = try CELDuration(parsing: "200000000000s")
        #expect(throws: CELTimeError.durationOutOfRange) { try long.adding(long) }
        #expect(throws: CELTimeError.durationOutOfRange) { try long.subtracting(long.negated) }
        #expect(try CELDuration(parsing: "900s").subtracting(CELDuration(parsing: "42s")) == CELDuration(seconds: 858))
        #expect(try CELDuration(parsing: "1ns").subtracting(CELDuration(parsing: "1s")).description == "-0.999999999s")
        #expect(throws: CELTimeError.durationOutOfRange) { try CELDuration(seconds: .max, nanoseconds: .max) }
    }

    @Test func `durations are ordered by signed length`() throws {
        let ascending = try ["-2s", "-1.5s", "-1s", "-1ns", "0", "1ns", "1s", "1.5s", "2s"].map {
            try CELDuration(parsing: $0)
        }
        #expect(ascending.shuffled().sorted() == ascending)
    }
}
