import Testing

@testable import CEL

struct LinearRegexTests {
    /// Pattern, texts it matches, texts it does not; the answers are those of google-re2 1.1 (`re2.search`).
    struct Vector: CustomTestStringConvertible {
        let pattern: String
        let matching: [String]
        let others: [String]

        init(_ pattern: String, _ matching: [String], not others: [String] = []) {
            self.pattern = pattern
            self.matching = matching
            self.others = others
        }

        var testDescription: String { pattern }
    }

    static let structure = [
        Vector("", ["", "cows"]), Vector("ubb", ["hubba"], not: ["", "hub", "UBB"]),
        Vector("foo|bar", ["a bar"], not: ["", "fo"]),
        Vector("gr(a|e)y", ["grey", "gray"], not: ["gry", "griy"]),
        Vector("ba(na)*", ["banana", "ba"], not: ["b", "na"]),
        Vector("(a|😀){2}", ["🐱😀😀", "a😀"], not: ["😀", "😀b😀"]), Vector("a||b", ["", "x"]), Vector("()|a", [""]),
        Vector("(?:a*)*b", ["b", "aab"], not: ["", "aa"]),
        Vector("(?P<first>a)(?<second>b)", ["ab"], not: ["a", "ba"]),
        Vector("abcab[d]", ["abcabcabd"], not: ["abcabc"]), Vector("aab", ["aaab"], not: ["abab"]),
    ]

    static let repetition = [
        Vector("^a{2}$", ["aa"], not: ["a", "aaa"]), Vector("^a{2,}$", ["aa", "aaaa"], not: ["a"]),
        Vector("^a{0,2}$", ["", "a", "aa"], not: ["aaa"]), Vector("^a{0}b$", ["b"], not: ["ab"]),
        Vector("^a+?b*?c??$", ["a", "aabbc"], not: ["", "b"]),
        Vector("a{,2}", ["a{,2}"], not: ["aa"]), Vector("a{2", ["a{2"], not: ["aa"]), Vector("{", ["{"], not: [""]),
        Vector("x{a}", ["x{a}"]),
        Vector("a{01}", ["a{01}"], not: ["a"]), Vector("^(?:ab){2,3}$", ["abab", "ababab"], not: ["ab", "abababab"]),
        Vector("^a(?i)*$", ["", "aa"], not: ["A"]), Vector("^*a", ["ba"]),
    ]

    static let classes = [
        Vector("^[a-c]+$", ["abc"], not: ["abd", ""]), Vector("^[^a-c]+$", ["xyz\n"], not: ["xaz"]),
        Vector("^[]a]+$", ["]a"], not: ["b"]),
        Vector("^[^]a]$", ["b"], not: ["]", "a"]), Vector("^[a-]+$", ["a-"], not: ["b"]), Vector("^[-a]+$", ["-a"]),
        Vector("^[a-c-e]+$", ["b-e"], not: ["d"]),
        Vector(#"^[\d\-x]+$"#, ["1-x"], not: ["y"]), Vector(#"^\d\D\s\S\w\W$"#, ["1a b_-"], not: ["11 b_-", "1a bb_"]),
        Vector(#"\d"#, ["7"], not: ["٣"]),
        Vector(#"\w"#, ["_"], not: ["é"]), Vector(#"\s"#, ["\u{c}", " "], not: ["\u{b}", "\u{a0}"]),
        Vector("^[[:alpha:]_]+$", ["aZ_"], not: ["a1", "é"]),
        Vector("^[[:^digit:]]$", ["é"], not: ["1"]), Vector("^[[:space:]]$", ["\u{b}"], not: ["x"]),
        Vector("^[[:word:]][[:punct:]]$", ["_!", "a~"], not: ["-!"]),
        Vector("[[:a]", ["[", ":"], not: ["b"]), Vector(#"^[\]\\]+$"#, [#"]\"#], not: ["["]),
        Vector(#"[^\n]"#, ["a"], not: ["\n"]), Vector(#"^[\x41-\x{43}]$"#, ["B"], not: ["D"]),
    ]

    static let unicode = [
        Vector(#"^\pL+$"#, ["aßЖ你"], not: ["a1"]), Vector(#"^\p{Lu}\p{Ll}$"#, ["Éé", "Σσ"], not: ["éÉ"]),
        Vector(#"^\PL$"#, ["1", "-"], not: ["é"]),
        Vector(#"^\p{^L}$"#, ["1"], not: ["é"]), Vector(#"^\P{^L}$"#, ["é"], not: ["1"]),
        Vector(#"^\p{Greek}+$"#, ["αΩ"], not: ["a", "Ж"]),
        Vector(#"^\P{Greek}$"#, ["a"], not: ["α"]), Vector(#"^[\p{Han}\p{Nd}]+$"#, ["你3٣"], not: ["a"]),
        Vector(#"^\p{Any}$"#, ["\n", "😀"], not: [""]),
        Vector("^.$", ["é", "😀", "你"], not: ["", "\n", "ab", "e\u{301}"]), Vector("^é$", ["é"], not: ["e\u{301}"]),
        Vector(#"\x{1F600}"#, ["😀"], not: ["😁"]),
        Vector("[α-ω]", ["λ"], not: ["Λ", "a"]), Vector(#"\p{Cyrillic}{2}"#, ["завтра"], not: ["з1а"]),
    ]

    static let flags = [
        Vector("(?i)straSSE", ["STRAsse"], not: ["straße"]), Vector("(?i)k", ["K", "\u{212a}"], not: ["c"]),
        Vector("(?i)ſ", ["s", "S", "ſ"], not: ["f"]),
        Vector("(?i)^[a-z]$", ["Q", "ſ", "\u{212a}"], not: ["é"]), Vector("(?i)ΣΑΣ", ["σας"], not: ["οας"]),
        Vector(#"(?i)^\p{Lu}$"#, ["a", "A", "ß"], not: ["1", "你"]),
        Vector(#"(?i)^\P{Lu}$"#, ["1"], not: ["a", "A"]), Vector(#"(?i)^[^\W]$"#, ["k", "\u{212a}"], not: ["-"]),
        Vector("(?i)^[^k]$", ["a"], not: ["K", "\u{212a}"]),
        Vector("a(?i)b(?-i)c", ["aBc"], not: ["aBC", "ABc"]), Vector("a(?i:b)c", ["aBc"], not: ["abC"]),
        Vector("(?i:a|(?-i:b))", ["A", "b"], not: ["B"]),
        Vector("a.b", ["a\rb"], not: ["a\nb"]), Vector("(?s)a.b", ["a\nb"]),
        Vector("(?s:a.)b.c", ["a\nbxc"], not: ["a\nb\nc"]), Vector("(?im-s)^A.c$", ["x\naBc\n"], not: ["a\nc"]),
        Vector("(?U)a+b", ["aab"], not: ["b"]), Vector("(?)a", ["a"], not: ["b"]),
    ]

    static let conditions = [
        Vector("^a", ["ab"], not: ["ba", "\na"]), Vector("a$", ["ba"], not: ["ab", "a\n"]),
        Vector(#"\Aa\z"#, ["a"], not: ["a\n", "\na"]), Vector("(?m)^a$", ["b\na\nc", "a"], not: ["ba", "a\r\n"]),
        Vector(#"\bcat\b"#, ["a cat!", "cat"], not: ["concat", "cats", "_cat"]),
        Vector(#"\Bcat"#, ["concat"], not: ["a cat"]), Vector(#"\bé"#, ["aé"], not: ["é"]),
        Vector("^$", [""], not: ["a", "\n"]), Vector("(?m)^$", ["", "a\n\nb", "a\n"], not: ["a"]),
        Vector("a^b", [], not: ["ab", "a\nb"]), Vector("(?m)a$\n^b", ["a\nb"], not: ["ab"]),
        Vector("(^a|b)c", ["ac", "xbc"], not: ["xac"]), Vector(#"^\b$"#, [], not: ["", "a"]),
    ]

    static let escapes = [
        Vector(#"\Qa.*\E+"#, ["a.**"], not: ["ab"]), Vector(#"\Qa|b"#, ["a|b"], not: ["a"]),
        Vector(#"ab\Q\E+c"#, ["abbc"], not: ["ac"]), Vector(#"\Q\\E"#, [#"\"#]),
        Vector(#"\.\*\_\-\/"#, ["._.*_-/"], not: ["a"]), Vector(#"\a\f\n\r\t\v"#, ["\u{7}\u{c}\n\r\t\u{b}"], not: [""]),
        Vector(#"\x41\x{3b1}\101\07"#, ["AαA\u{7}"], not: ["A"]),
        Vector(#"\0"#, ["\0"], not: ["0"]), Vector(#"[\b]?x"#.replacing("\\b", with: "\\x08"), ["x"], not: [""]),
    ]

    @Test(arguments: structure + repetition + classes + unicode + flags + conditions + escapes)
    func `a pattern matches as RE2 documents`(vector: Vector) throws {
        let regex = try LinearRegex(vector.pattern)
        for text in vector.matching { #expect(regex.matches(text), "matches \(text.debugDescription)") }
        for text in vector.others { #expect(!regex.matches(text), "does not match \(text.debugDescription)") }
    }

    @Test func `patterns are compared by their scalars`() throws {
        #expect(try LinearRegex("é") == LinearRegex("é"))
        #expect(try LinearRegex("é") != LinearRegex("e\u{301}"))
        #expect(try LinearRegex("a+").pattern == "a+")
    }
}
