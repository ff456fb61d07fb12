import Testing

@testable import CEL

@Suite struct CheckerTests {
    static let variables = [
        VariableDeclaration("jailbreak_score", .double), VariableDeclaration("contains_pii", .bool),
        VariableDeclaration("tags", .list(.string)), VariableDeclaration("request.user", .string),
        VariableDeclaration("counts", .map(key: .string, value: .int)),
    ]

    @Test func `every mistake is reported at once, in the order of the text, with its place`() {
        let source = "contains_pi && jailbreak_score > 'high' || tags.exists(t, t) && sise(tags) == 1"
        let found = issues(of: source, variables: Self.variables)
        #expect(found.map(\.offset) == [0, 31, 58, 64])
        #expect(found.map(\.kind) == [.undeclaredReference, .noSuchOverload, .typeMismatch, .undeclaredReference])
        #expect(found.first?.hint?.contains("contains_pii") == true)
        #expect(found.last?.hint?.contains("size") == true)
    }

    static let mistakes: [(source: String, kind: CEL.Issue.Kind)] = [
        ("jailbreak_scor > 0.5", .undeclaredReference), ("sise(tags)", .undeclaredReference),
        ("'a'.startsWit('b')", .undeclaredReference), ("1 + 1u", .noSuchOverload), ("1 == 'a'", .noSuchOverload),
        ("1 && true", .typeMismatch), ("contains_pii ? 1 : 'a'", .typeMismatch), ("1 ? 2 : 3", .typeMismatch),
        ("tags.all(t, t)", .typeMismatch), ("1.map(x, x)", .typeMismatch), ("jailbreak_score.level", .typeMismatch),
        ("tags['a']", .typeMismatch), ("counts[true]", .typeMismatch), ("{[1]: 2}", .typeMismatch),
        ("[?1]", .typeMismatch), ("Message{field: 1}", .unsupported), ("-'a'", .noSuchOverload),
        ("!1", .noSuchOverload), ("1 in 'abc'", .noSuchOverload), ("math.greatest()", .noSuchOverload),
        ("isIP(1)", .noSuchOverload),
    ]

    @Test(arguments: mistakes.indices)
    func `a mistake has its kind and one report`(index: Int) {
        let (source, kind) = Self.mistakes[index]
        #expect(issues(of: source, variables: Self.variables).map(\.kind) == [kind], "\(source)")
    }

    static let types: [(source: String, type: CELType)] = [
        ("jailbreak_score > 0.5", .bool), ("1 < 1.5", .bool), ("[1, 2]", .list(.int)), ("[1, 'a']", .list(.dyn)),
        ("[]", .list(.dyn)), ("{}", .map(key: .dyn, value: .dyn)), ("[[], [1]]", .list(.list(.int))),
        ("{'a': [1.0]}", .map(key: .string, value: .list(.double))), ("tags.map(t, size(t))", .list(.int)),
        ("tags.transformMap(i, t, t)", .map(key: .int, value: .string)), ("counts.a", .int),
        ("counts.?a", .optional(.int)), ("counts[?'a'].orValue(1)", .int), ("counts.map(k, k)", .list(.string)),
        ("request.user", .string), ("optional.none()", .optional(.dyn)),
        ("[optional.none(), optional.of(1)]", .list(.optional(.int))),
        ("true ? optional.of(dyn(1)) : optional.of(1)", .optional(.dyn)), ("type(1)", .type(.int)),
        ("[duration('1s'), null][0]", .duration), ("[null, timestamp(0)][0]", .timestamp),
        ("[optional.of(1), null][0]", .optional(.int)), ("timestamp(1) - timestamp(0)", .duration),
        ("cel.bind(x, 1u, x + 1u)", .uint), ("math.greatest(1, 2)", .int), ("math.greatest(1, 2.0)", .dyn),
        ("optional.of(1).optMap(x, string(x))", .optional(.string)), ("dyn(1)", .dyn),
        ("'a,b'.split(',')", .list(.string)), ("ip('::1').family()", .int),
    ]

    @Test(arguments: types.indices)
    func `the type of an expression follows from its parts`(index: Int) throws {
        let (source, type) = Self.types[index]
        #expect(try Environment(variables: Self.variables).compile(source).outputType == type, "\(source)")
    }

    @Test func `a program names the variables it refers to`() throws {
        let program = try Environment(variables: Self.variables)
            .compile("contains_pii || request.user == 'a' || tags.exists(counts, counts == 'x')")
        #expect(program.variables == ["contains_pii", "tags", "request.user"])
    }

    @Test func `a host's function checks and runs like those of the libraries`() throws {
        let twice = FunctionDeclaration(
            "twice", [.global(.int, returns: .int)],
            implementation: .unary { value, _ throws(EvaluationError) in
                guard case .int(let number) = value else { throw .noSuchOverload("twice", value) }
                return .int(number * 2)
            })
        let environment = Environment(functions: [twice])
        let program = try environment.compile("twice(20) + 2")
        #expect(try program.evaluate(Activation(environment)) == 42)
        #expect(throws: CompileError.self) { try environment.compile("twice('a')") }
    }

    @Test func `without macros their names are ordinary functions`() {
        #expect(throws: CompileError.self) { try Environment(macros: false).compile("[1].all(x, true)") }
    }
}
