import Testing

@testable import GovernorPolicy

@Suite struct LogicalWordsTests {
    @Test(arguments: [
        ("a AND b", "a && b"), ("a OR b AND c", "a || b && c"), ("NOT a", "!( a)"), ("NOT a AND b", "!( a) && b"),
        ("NOT score > 0.8 AND x", "!( score > 0.8) && x"), ("a AND NOT b", "a && !( b)"),
        ("NOT (a OR b)", "!( (a || b))"),
        ("NOT NOT a", "!( !( a))"), ("f(NOT a, b)", "f(!( a), b)"), ("x ? NOT a : b", "x ? !( a) : b"),
        ("NOT a && b || c", "!( a) && b || c"), ("[NOT a]", "[!( a)]"),
        ("a == 'x AND y' AND b", "a == 'x AND y' && b"), (#"a == "NOT \" OR" OR b"#, #"a == "NOT \" OR" || b"#),
        (#"a == r'\' OR b"#, #"a == r'\' || b"#), ("a == '''it's AND''' AND b", "a == '''it's AND''' && b"),
        ("m.AND", "m.AND"), ("m . NOT", "m . NOT"), ("ANDROID && NOTE", "ANDROID && NOTE"),
        ("and or not", "and or not"),
        ("a && !b", "a && !b"), ("a // AND b\nOR c", "a // AND b\n|| c"), ("", ""), ("b'AND' AND a", "b'AND' && a"),
        ("NOT a)", "!( a))"), ("'open AND", "'open AND"),
    ]) func `G.28: the words become operators outside of string literals`(source: String, expected: String) {
        #expect(LogicalWords(source).expression == expected)
    }

    @Test(arguments: [
        "a AND NOT b OR !", "NOT a AND NOT (b OR c) AND !", "NOT NOT a OR 'x AND' == !", "!", "a && b || !",
    ])
    func `G.28: a place in the rewritten expression is found in the original`(source: String) throws {
        let words = LogicalWords(source)
        // The last '!' of both texts is the same character.
        let rewritten = try #require(words.expression.unicodeScalars.enumerated().filter { $1 == "!" }.last?.offset)
        let original = try #require(source.unicodeScalars.enumerated().filter { $1 == "!" }.last?.offset)
        #expect(words.originalOffset(of: rewritten) == original)
    }

    @Test(
        arguments: [
            ("a && b.c > d['e']", ["a", "b", "d"]), ("NOT x AND list.exists(y, y == z)", ["x", "list", "y", "z"]),
            ("'a b' == r\"c\" && size(t) > 1.5e3", ["r", "size", "t"]),
        ] as [(String, Set<String>)]) func `names are those outside of literals and not behind a point`(
            source: String, names: Set<String>
        )
    {
        #expect(LogicalWords(source).names == names)
    }

    @Test(arguments: [
        ("a && !(b || c > 1)", ["a", "b", "c > 1"]), ("a == 'x && y'", ["a == 'x && y'"]),
        ("!a == b && c", ["!a == b", "c"]), ("x ? a && b : c", ["x ? a && b : c"]), ("((a))", ["a"]),
        ("f(a && b) || c", ["f(a && b)", "c"]), ("(a) && (b)", ["a", "b"]),
    ]) func `a condition is taken apart at its logical operators`(condition: String, parts: [String]) {
        #expect(ConditionParts.split(condition) == parts)
    }
}
