import GovernorCore
import Testing

@testable import GovernorServer

@Suite struct SchemaTests {
    @Test(arguments: [
        ("plainName", TextForm.plainName, ["a", "gate.run", "a_b-c.9"], ["", "A", "a b", "é"]),
        ("recordableType", .recordableType, ["gate.run", "evidence.a"], ["gate.check", "evidence.", "evidence.A"]),
        ("artifactType", .artifactType, ["Model-Card", "eval_quality"], ["", "a b", "é", "\u{212A}"]),
        ("line", .line, ["a b", "é\u{301}"], ["", "a\nb", "\u{7F}"]),
        ("label", .label, ["a b~"], ["", "é", "\t"]),
        ("severity", .caseless(Severity.spellings), ["LOW", "Sev1"], ["sev5", "critica\u{6C}\u{301}", "sev1 "]),
        (
            "dateTime", .dateTime, ["2026-01-31T08:05:00Z", "2026-01-31t08:05:00.5+01:00"],
            ["2026-01-31", "2026-02-30T00:00:00Z"]
        ),
        (
            "cursor", .cursor, ["AAAAAAAAAAA", "f_________8"],
            ["AAAAAAAAAA", "AAAAAAAAAAAA", "gAAAAAAAAAA", "AAAAAAAAAAB"]
        ),
        ("sha256", .sha256, [String(repeating: "aB", count: 32)], [String(repeating: "g", count: 64), "sha256:00"]),
        ("tileLevel", .tileLevel, ["0", "9", "63"], ["64", "00", "-1", ""]),
        ("idempotencyKey", .idempotencyKey, ["a!~"], ["", "a b", "é"]),
    ])
    func `the pattern that is shown accepts what the code accepts`(
        name: String, form: TextForm, good: [String], bad: [String]
    ) throws {
        for (texts, isGood) in [(good, true), (bad, false)] {
            for text in texts {
                #expect(form.matches(text) == isGood, "\(name) \(text)")
                guard let pattern = form.pattern else { continue }
                let matches = try Regex(pattern).matchingSemantics(.unicodeScalar).wholeMatch(in: text) != nil
                #expect(matches == isGood, "pattern of \(name) on \(text)")
            }
        }
    }

    @Test func `every problem of a value is found, with its place`() throws {
        let schema = Schema.object(
            .required("a", .integer(1...3), ""), .optional("b", .array(of: .words("x"), count: 0...2), ""))
        let value = try JSONValue(parsing: #"{"b": ["x", "y"], "c": 1}"#)
        let problems = schema.problems(in: value)
        #expect(problems.map(\.place) == ["/a", "/b/1", ""])
        #expect(problems.map(\.code) == ["request.missing-member", "request.invalid-value", "request.unknown-member"])
    }

    @Test(arguments: [
        ("a%20b", "a b"), ("%C3%A9", "é"), ("+", "+"), ("%", nil), ("%4", nil), ("%zz", nil), ("%FF", nil), ("", ""),
    ])
    func `percent-encoding is decoded strictly`(text: String, expected: String?) {
        #expect(PercentEncoding.decode(text.utf8) == expected)
    }
}
