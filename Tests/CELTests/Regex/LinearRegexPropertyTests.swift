import GovernorCore
import Testing

@testable import CEL

/// Random expressions, judged by a naive matcher that follows the definition and nothing else.
struct LinearRegexPropertyTests {
    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `the search agrees with the definition`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let expression = Expression.random(depth: 4, using: &random)
            let regex = try LinearRegex(expression.pattern)
            for _ in 0..<8 {
                let text = (0..<Int.random(in: 0...7, using: &random)).map { _ in
                    "abA\né".randomElement(using: &random) ?? "a"
                }
                let expected = expression.matches(somewhereIn: text)
                let answers = [regex.search(String(text), usesCache: false).found, regex.matches(String(text))]
                #expect(
                    answers == [expected, expected],
                    "\(expression.pattern.debugDescription) in \(String(text).debugDescription)")
            }
        }
    }

    @Test(arguments: [
        "(a+)+b", "(a|a)*b", "(a|aa)+$b", "(.*)(.*)(.*)(.*)x", "(?:a?){50}a{50}b", "(a*)*b", "([a-z]+)*[A-Z]",
        "(?i)(k|K|s)*é",
    ])
    func `work grows at most with text length times program size`(pattern: String) throws {
        let regex = try LinearRegex(pattern)
        for length in [10, 1_000, 20_000] {
            let text = String(repeating: "a", count: length)
            let (found, steps) = regex.search(text, usesCache: false)
            #expect(!found)
            // Each position is entered and looked at once per scalar.
            #expect(steps <= 2 * (length + 1) * regex.size, "\(steps) steps")
            // A cache that fills up costs at most another such search.
            for _ in 0..<2 { #expect(regex.search(text).steps <= 4 * (length + 1) * regex.size) }
        }
    }

    @Test func `an automaton with too many states is given up for the plain search`() throws {
        // A set of the last twelve characters: 2^12 states.
        let regex = try LinearRegex("[ab]*a[ab]{12}c")
        var random = SeededGenerator(seed: 1)
        let text = String((0..<20_000).map { _ in Bool.random(using: &random) ? "a" : "b" })
        for _ in 0..<3 {
            #expect(!regex.matches(text))
            #expect(regex.matches(text + "aaaaaaaaaaaaac"))
        }
        #expect(regex.search(text).steps <= 4 * 20_001 * regex.size)
    }

    @Test func `threads share an expression`() async throws {
        let regex = try LinearRegex(#"\b[a-z]+ing\b"#)
        let text = String(repeating: "the long and winding ", count: 50)
        await withTaskGroup(of: Bool.self) { group in
            for index in 0..<200 {
                group.addTask { regex.matches(index.isMultiple(of: 2) ? text : "no match") == index.isMultiple(of: 2) }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    @Test func `a repeated search looks steps up`() throws {
        let regex = try LinearRegex("[a-z0-9._]+@[a-z]+\\.com")
        let text = String(repeating: "nobody at example dot com ", count: 100)
        let first = regex.search(text).steps
        #expect(regex.search(text).steps < first / 10)
    }

    @Test(arguments: ["aaaaaaaaab", "aab"])
    func `a plain text is found in linear time`(pattern: String) throws {
        let (found, steps) = try LinearRegex(pattern).search(String(repeating: "aaaaaaaac", count: 5_000))
        #expect(!found)
        #expect(steps <= 2 * 45_000)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `no pattern makes the compiler trap`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "(", ")", "[", "]", "{", "}", "*", "+", "?", "|", "\\", "^", "$", ".", "-", ",", "1", "9", "(?", ":", "<",
            "P", "i", "Q", "E", "p", "x", "[:", ":]", "é", "alpha", "b",
        ]
        for _ in 0..<500 {
            let pattern = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }.joined()
            do throws(LinearRegexError) {
                _ = try LinearRegex(pattern).matches("aé1-")
            } catch {
                #expect((0...pattern.utf8.count).contains(error.offset))
            }
        }
    }
}

/// An expression with its meaning, independent of the parser under test.
private indirect enum Expression {
    case character(Character)
    case any
    case oneOf(Set<Character>, isNegated: Bool)
    case start
    case end
    case sequence(Expression, Expression)
    case choice(Expression, Expression)
    case times(Expression, Int, Int?)

    static func random(depth: Int, using random: inout SeededGenerator) -> Expression {
        guard depth > 0, Int.random(in: 0..<4, using: &random) > 0 else { return leaf(using: &random) }
        let left = Expression.random(depth: depth - 1, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: return .sequence(left, .random(depth: depth - 1, using: &random))
        case 1: return .choice(left, .random(depth: depth - 1, using: &random))
        default:
            let minimum = Int.random(in: 0...2, using: &random)
            return .times(
                left, minimum, Bool.random(using: &random) ? nil : minimum + Int.random(in: 0...2, using: &random))
        }
    }

    private static func leaf(using random: inout SeededGenerator) -> Expression {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: .any
        case 1: .oneOf(["a", "é"], isNegated: Bool.random(using: &random))
        case 2: .start
        case 3: .end
        default: .character("abA\né".randomElement(using: &random) ?? "a")
        }
    }

    var pattern: String {
        switch self {
        case .character(let character): character == "\n" ? "\\n" : String(character)
        case .any: "."
        case .oneOf(let members, let isNegated): "[\(isNegated ? "^" : "")\(String(members.sorted()))]"
        case .start: "^"
        case .end: "$"
        case .sequence(let left, let right): left.pattern + right.pattern
        case .choice(let left, let right): "(?:\(left.pattern)|\(right.pattern))"
        case .times(let inner, let minimum, let maximum):
            "(\(inner.pattern)){\(minimum),\(maximum.map(String.init) ?? "")}"
        }
    }

    func matches(somewhereIn text: [Character]) -> Bool {
        text.indices.contains { !ends(in: text, from: $0).isEmpty } || !ends(in: text, from: text.count).isEmpty
    }

    /// Every place where a match that begins at `start` can end.
    private func ends(in text: [Character], from start: Int) -> Set<Int> {
        switch self {
        case .character(let character): return start < text.count && text[start] == character ? [start + 1] : []
        case .any: return start < text.count && text[start] != "\n" ? [start + 1] : []
        case .oneOf(let members, let isNegated):
            return start < text.count && members.contains(text[start]) != isNegated ? [start + 1] : []
        case .start: return start == 0 ? [start] : []
        case .end: return start == text.count ? [start] : []
        case .sequence(let left, let right):
            return left.ends(in: text, from: start).reduce(into: []) { $0.formUnion(right.ends(in: text, from: $1)) }
        case .choice(let left, let right):
            return left.ends(in: text, from: start).union(right.ends(in: text, from: start))
        case .times(let inner, let minimum, let maximum):
            return Self.ends(of: inner, minimum, maximum, in: text, from: start)
        }
    }

    private static func ends(
        of inner: Expression, _ minimum: Int, _ maximum: Int?, in text: [Character], from start: Int
    ) -> Set<Int> {
        var reached: Set<Int> = [start]
        var result: Set<Int> = minimum == 0 ? [start] : []
        // More rounds than characters add nothing to an unlimited repetition.
        for round in 1...(max(minimum, maximum ?? text.count + minimum) + 1) {
            reached = reached.reduce(into: []) { $0.formUnion(inner.ends(in: text, from: $1)) }
            if round >= minimum, maximum.map({ round <= $0 }) ?? true { result.formUnion(reached) }
        }
        return result
    }
}
