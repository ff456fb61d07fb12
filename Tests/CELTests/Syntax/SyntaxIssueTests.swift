import GovernorCore
import Testing

@testable import CEL

/// What the parser says about a text that is no expression, and where.
@Suite struct SyntaxIssueTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let source: String
        let kind: CEL.Issue.Kind
        let offset: Int
        var testDescription: String { source }

        init(_ source: String, _ kind: CEL.Issue.Kind = .syntax, at offset: Int) {
            self.source = source
            self.kind = kind
            self.offset = offset
        }
    }

    static let examples = [
        Example("", at: 0), Example("1 +", at: 3), Example("(1", at: 2), Example("1)", at: 1), Example("[1 2]", at: 3),
        Example("{1}", at: 2), Example("{1:}", at: 3), Example("a b", at: 2), Example("a.", at: 2),
        Example("a ? 1", at: 5),
        Example("1 = 2", at: 2), Example("a & b", at: 2), Example("'open", at: 0), Example("'''open''", at: 0),
        Example("'line\nbreak'", at: 0), Example(#"'\q'"#, at: 1), Example(#"'\u12'"#, at: 1),
        Example(#"'\ud800'"#, at: 1), Example(#"'\U00110000'"#, at: 1), Example(#"b'\u0041'"#, at: 2),
        Example(#"'\400'"#, at: 1), Example(#"'\x4'"#, at: 1), Example("9223372036854775808", at: 0),
        Example("-9223372036854775809", at: 0), Example("18446744073709551616u", at: 0), Example("0x", at: 0),
        Example("a.`b c", at: 2), Example("#", at: 0), Example("package", at: 0), Example("as + 1", at: 0),
        Example("has(a)", .invalidMacro, at: 4), Example("has(a[0])", .invalidMacro, at: 5),
        Example("[1].all(x + 1, true)", .invalidMacro, at: 10), Example("[1].map(a.b, 1)", .invalidMacro, at: 9),
        Example("[1].all(x, x, true)", .invalidMacro, at: 11), Example("cel.bind(1, 2, 3)", .invalidMacro, at: 9),
        Example("cel.block(1, 2)", .invalidMacro, at: 10),
    ]

    @Test(arguments: examples)
    func `a syntax error names its place`(example: Example) {
        let found = issues(of: example.source)
        #expect(found.map(\.kind) == [example.kind])
        #expect(found.first?.offset == example.offset, "\(found.first?.message ?? "")")
    }

    @Test func `lines and columns count Unicode scalars from one, whatever ends the lines`() throws {
        let source = "'🐱é' ==\r\n\t'x' + ?"
        do throws(CompileError) {
            _ = try Environment().compile(source)
            Issue.record("it compiled")
        } catch {
            let place = error.position(of: try #require(error.issues.first))
            #expect(place.line == 2)
            #expect(place.column == 8)
            #expect(error.description.hasSuffix(" | \t'x' + ?\n | \t      ^"))
        }
    }

    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func `random tokens give an error or a program, never a trap`(seed: UInt64) {
        let pieces = [
            "a", "1", "2u", "0.5", "'s'", "b'\\xff'", "true", "null", "(", ")", "[", "]", "{", "}", ",", ":", ".", ".?",
            "[?", "?", "+", "-", "*", "/", "%", "!", "==", "!=", "<", "<=", "&&", "||", " in ", "has(a.b)",
            ".all(x, x > 0)", ".map(k, v, k)", ".size()", "cel.bind(q, ", "optional.of(", "string(", "timestamp(",
            ".matches('(a|b)*')", ".format([1, 'x'])", "9223372036854775807", "-", "math.greatest(",
        ]
        var random = SeededGenerator(seed: seed)
        let environment = Environment(variables: [VariableDeclaration("a", .dyn)])
        var activation = Activation(environment)
        activation["a"] = .record(["b": [1, 2.5, "x"]])
        for _ in 0..<20 {
            let count = Int.random(in: 1...12, using: &random)
            let source = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            for checked in [true, false] {
                guard let program = try? environment.compile(source, checked: checked) else { continue }
                _ = try? program.evaluate(activation, limits: EvaluationLimits(cost: 10_000))
            }
        }
    }
}
