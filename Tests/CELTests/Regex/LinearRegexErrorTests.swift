import Testing

@testable import CEL

struct LinearRegexErrorTests {
    @Test(
        arguments: [
            (#"(a)\1"#, .backreference, 3), (#"\8"#, .backreference, 0), ("(?P=name)", .backreference, 0),
            ("a(?=b)", .lookaround, 1),
            ("(?!b)", .lookaround, 0), ("(?<=b)c", .lookaround, 0), ("é(?<!b)", .lookaround, 2),
            ("(a", .missingParenthesis, 0), ("(?:a", .missingParenthesis, 0),
            ("(?i", .missingParenthesis, 0), (#"(\Qa)"#, .missingParenthesis, 0), ("a)", .unexpectedParenthesis, 1),
            ("x[a", .missingBracket, 1), ("[]", .missingBracket, 0),
            ("[^]", .missingBracket, 0), ("[b-a]", .badRange, 1), (#"[a-\d]"#, .badRange, 1),
            ("[[:letter:]]", .unknownClass, 1), (#"\p{Klingon}"#, .unknownClass, 0),
            (#"\pX"#, .unknownClass, 0), (#"\p{Lu"#, .unknownClass, 0), (#"\p"#, .unknownClass, 0),
            (#"a\q"#, .badEscape, 1), (#"\C"#, .badEscape, 0), (#"\Z"#, .badEscape, 0),
            (#"\x4"#, .badEscape, 0), (#"\x{110000}"#, .badEscape, 0), (#"\x{}"#, .badEscape, 0),
            (#"\é"#, .badEscape, 0), (#"\E"#, .badEscape, 0), (#"a\"#, .trailingBackslash, 1),
            (#"[\"#, .trailingBackslash, 1), ("*a", .missingOperand, 0), ("a|+", .missingOperand, 2),
            ("(?:{2})", .missingOperand, 3), ("a**", .nestedRepetition, 2),
            ("a{2}{3}", .nestedRepetition, 4), ("a*??", .nestedRepetition, 3), ("a{1001}", .badCount, 1),
            ("a{2,1}", .badCount, 1), ("a{99999999999999999999}", .badCount, 1),
            ("(x{0,1000}){0,1000}", .badCount, 11), ("((a{10}){10}){11}", .badCount, 13), ("(?x)", .badGroup, 0),
            ("(?i-)", .badGroup, 0), ("(?-:a)", .badGroup, 0),
            ("(?P<>a)", .badGroupName, 4), ("(?P<a-b>a)", .badGroupName, 4), ("(?P<n>a)(?P<n>b)", .badGroupName, 12),
        ] as [(String, LinearRegexError.Problem, Int)])
    func `an invalid pattern is refused with the place and the reason`(
        pattern: String, problem: LinearRegexError.Problem, offset: Int
    ) {
        #expect(throws: LinearRegexError(problem: problem, offset: offset)) { try LinearRegex(pattern) }
    }

    @Test func `messages say where, what and what to do`() throws {
        let error = try #require(throws: LinearRegexError.self) { try LinearRegex(#"é(?=b)"#) }
        #expect(error.message == "regular expression, offset 2: lookahead and lookbehind are not supported")
        #expect(error.hint == "combine two matches with && or !")
    }

    @Test(arguments: [
        String(repeating: "(", count: 300) + String(repeating: ")", count: 300), String(repeating: "(?:", count: 5_000),
    ])
    func `deep nesting is refused, not followed`(pattern: String) {
        #expect(throws: LinearRegexError(problem: .nestedTooDeep, offset: pattern.hasPrefix("((") ? 200 : 600)) {
            try LinearRegex(pattern)
        }
    }

    @Test(arguments: [
        "(abcdefghijklmnopqrstuvwxyz){1000}", String(repeating: "a|", count: 10_000),
        String(repeating: "a", count: 40_000), String(repeating: "[:", count: 20_000),
    ])
    func `a program above the limit is refused`(pattern: String) {
        #expect(throws: LinearRegexError(problem: .tooLarge, offset: 0)) { try LinearRegex(pattern) }
    }

    @Test func `the limits themselves are allowed`() throws {
        #expect(try LinearRegex("^(a{10}){100}$").matches(String(repeating: "a", count: 1_000)))
        let nested = String(repeating: "(", count: 200) + "a" + String(repeating: ")", count: 200)
        #expect(try LinearRegex(nested).matches("a"))
    }

    /// Looking a property up, or its case variants, for every mention made 28 KB of pattern take 15 s even when optimized.
    @Test(.timeLimit(.minutes(10)), arguments: [#"\p{Yi}"#, #"(?i)\pL"#, #"(?i)\p{Latin}"#, #"[^\p{Common}]"#])
    func `a pattern that names a class thousands of times compiles`(piece: String) throws {
        #expect(try LinearRegex(String(repeating: piece, count: 2_000)).size == 2_001)
    }
}
