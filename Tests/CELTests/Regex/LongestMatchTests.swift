import GovernorCore
import Testing

@testable import CEL

struct LongestMatchTests {
    /// Pattern, text with the longest match at an offset marked.
    @Test(arguments: [
        (#"E-\d{6}"#, "badge «E-123456» x"), (#"E-\d{3,6}"#, "«E-1234»"), ("a|ab|abc", "x«ab»d"),
        (#"\bE\d\b"#, "(«E1»)"), ("(?i)strass{0,1}e", "«STRASSE»"), ("[äöü]{1,3}", "x«äö»a"), ("(?m)^a$", "b\n«a»\nc"),
        (#"\pL{2}"#, "1«日本»語"), ("ab?c?", "«ab»d"), ("a.c", "«a日c»"),
    ]) func `the longest match at an offset is found`(pattern: String, marked: String) throws {
        let parts = marked.split(separator: "«", omittingEmptySubsequences: false)
        let match = try #require(parts.last).split(separator: "»", omittingEmptySubsequences: false)
        let text = Array((parts[0] + match.joined()).utf8)
        let start = parts[0].utf8.count
        let found = try LinearRegex(pattern)
            .endOfLongestMatch(in: text.span, at: start)
        #expect(found == start + match[0].utf8.count)
    }

    @Test(arguments: [
        (#"\bE\d\b"#, "xE1"), (#"\bE\d\b"#, " E12"), ("^a", "ba"), ("a$", "ab"), ("ab", "a"), ("a日", "a\u{FFFD}"),
    ]) func `what stands around an offset is seen`(pattern: String, text: String) throws {
        let regex = try LinearRegex(pattern)
        let bytes = Array(text.utf8)
        let start = text.hasPrefix("a") ? 0 : 1
        #expect(regex.endOfLongestMatch(in: bytes.span, at: start) == nil)
    }

    @Test func `bytes that are not UTF-8 match nothing`() throws {
        let regex = try LinearRegex("a.{1,3}")
        for tail: [UInt8] in [[0x80], [0xE2, 0x82], [0xF0, 0x9F], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xFF]] {
            #expect(regex.endOfLongestMatch(in: ([0x61] + tail).span, at: 0) == nil)
        }
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `it is the longest prefix that the whole expression matches`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let pattern = Self.pattern(depth: 3, using: &random)
        let text = (0..<12).map { _ in ["a", "b", "é"].randomElement(using: &random) ?? "a" }
        let whole = try LinearRegex("\\A(?:\(pattern))\\z")
        let longest = (0...text.count).last { whole.matches(text[..<$0].joined()) }
        let regex = try LinearRegex(pattern)
        let found = regex.endOfLongestMatch(in: Array(text.joined().utf8).span, at: 0)
        #expect(found == longest.map { text[..<$0].joined().utf8.count }, "\(pattern) \(text.joined())")
        if let found {
            #expect(found >= regex.minimumByteCount && found <= regex.maximumByteCount ?? .max, "\(pattern)")
            if regex.minimumByteCount > 0 {
                let first = try #require(text.first?.utf8.first)
                #expect(regex.firstBytes?.contains(first) == true, "\(pattern)")
            }
        }
    }

    private static func pattern(depth: Int, using random: inout SeededGenerator) -> String {
        guard depth > 0 else { return ["a", "b", "é", "[ab]", "."].randomElement(using: &random) ?? "a" }
        func part() -> String { pattern(depth: depth - 1, using: &random) }
        return switch Int.random(in: 0..<6, using: &random) {
        case 0: "(?:\(part())|\(part()))"
        case 1: "(?:\(part()))?"
        case 2: "(?:\(part())){1,3}"
        case 3: "(?:\(part()))*"
        default: part() + part()
        }
    }

    @Test(arguments: [
        (#"E-\d{6}"#, 8, 8), ("a*", 0, nil), ("a+", 1, nil), ("a{2,}", 2, nil), ("(?:a|bcd){1,3}", 1, 9),
        ("é", 2, 2), (".{0,4}", 0, 16), ("[a-z]{3}", 3, 3), (#"\b^$"#, 0, 0), (#"(?:\b)*a"#, 1, 1), ("", 0, 0),
    ]) func `the bounds of a match are known beforehand`(pattern: String, minimum: Int, maximum: Int?) throws {
        let regex = try LinearRegex(pattern)
        #expect(regex.minimumByteCount == minimum)
        #expect(regex.maximumByteCount == maximum)
        #expect((regex.firstBytes == nil) == (minimum == 0))
    }
}
