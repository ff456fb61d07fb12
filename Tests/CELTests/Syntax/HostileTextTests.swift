import GovernorCore
import Testing

@testable import CEL

/// Texts that would exhaust the stack of a careless recursive parser.
@Suite struct HostileTextTests {
    static let repeated: [(opening: String, middle: String, closing: String)] = [
        ("(", "1", ")"), ("[", "", "]"), ("{1:", "1", "}"), ("-", "1", ""), ("!", "true", ""), ("- ", "x", ""),
        ("f(", "1", ")"), ("true ? 1 : ", "1", ""), ("true ? ", "1", " : 1"), ("1 + ", "1", ""),
        ("[1].map(x, ", "x", ")"),
        ("a.", "b", ""), ("a[", "0", "]"), ("true && ", "true", ""), ("1 < ", "2", ""), ("T{a:", "1", "}"),
        ("cel.bind(x, 1, ", "x", ")"), ("", "a", ".b"), ("", "a", "[0]"), ("", "a", ".?b"), ("has(a.", "b", ")"),
    ]

    @Test(arguments: repeated.map { "\($0.opening)\u{0}\($0.middle)\u{0}\($0.closing)" }, [100, 5_000])
    func `deep nesting gives an error or a value, never a trap`(parts: String, times: Int) throws {
        let parts = parts.split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
        let source =
            String(repeating: parts[0], count: times) + parts[1] + String(repeating: parts[2], count: times)
        for checked in [true, false] {
            do {
                let environment = Environment(variables: [VariableDeclaration("a", .dyn)])
                let program = try environment.compile(source, checked: checked)
                _ = try? program.evaluate(Activation(environment))
            } catch {
                #expect(!error.issues.isEmpty)
                #expect(error.description.utf8.count < 4_000 * error.issues.count)
            }
        }
    }

    @Test(arguments: [50, 500, 5_000])
    func `a long chain of lazy values does not exhaust the stack`(count: Int) throws {
        let values = (0..<count).map { $0 == 0 ? "1" : "cel.index(\($0 - 1)) + 1" }
        let source = "cel.block([\(values.joined(separator: ", "))], cel.index(\(count - 1)))"
        let result = Result { try evaluate(source) }
        if count <= 50 { #expect(try result.get() == .int(Int64(count))) }
    }

    @Test func `thousands of alternatives are no nesting`() throws {
        let source = (0..<3_000).map { "x == \($0)" }.joined(separator: " || ")
        #expect(try evaluate(source, ["x": 2_999]) == true)
    }

    @Test func `checking takes time in proportion to the text`() throws {
        let stopwatch = ProcessorStopwatch()
        _ = issues(of: "[\(String(repeating: "[],", count: 10_000))]")
        _ = issues(of: (0..<5_000).map { "[] == [\($0)]" }.joined(separator: "||"))
        #expect(stopwatch.elapsed < .seconds(30))
    }

    @Test func `an expression that is too long is refused before it is read`() {
        let found = issues(of: String(repeating: "1", count: Parser.maximumLength + 1))
        #expect(found.map(\.kind) == [.limit])
    }
}
