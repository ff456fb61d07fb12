import Testing

@testable import CEL

@Suite struct EvaluationTests {
    /// Expressions that are true.
    static let truths = [
        // Text is scalars: composed and decomposed forms differ, and a cluster has the size of its parts.
        #"'\u00e9' != 'e\u0301'"#, #"size('e\u0301') == 2"#, #"!('e\u0301' in ['\u00e9'])"#,
        #"!('e\u0301' in {'\u00e9': 1})"#,
        #"size('👨‍👩‍👧') == 5"#, #"'\r\n'.size() == 2"#, "'\\u00e9'.reverse() == '\\u00e9'", "'ab' < 'abc' && 'Z' < 'a'",
        #"{'\u00e9': 1, 'e\u0301': 2}.size() == 2"#, #"'e\u0301'.contains('\u0301')"#, #"'e\u0301x'.indexOf('x') == 2"#,
        // Numbers compare across types; integers never wrap.
        "dyn(1) == 1u && 1u == dyn(1.0)", "1 < 1.5 && 2u > 1.5 && -1 < 0u",
        "9223372036854775807 in [dyn(9223372036854775807u)]",
        "{1: 'a'}[dyn(1.0)] == 'a'", "0.0 == -0.0", "!(0.0/0.0 == 0.0/0.0)", "1.0/0.0 > 1.7e308",
        "-7 / 2 == -3 && -7 % 2 == -1",
        "int(-1.9) == -1", "18446744073709551615u > 9223372036854775807", "int('-9223372036854775808') < 0",
        // Errors are absorbed where another operand decides.
        "true || 1/0 == 1", "1/0 == 1 || true", "!(false && 1/0 == 1)", "!(1/0 == 1 && false)",
        "[1, 0].exists(x, 1/x == 1)",
        "![0, 2].all(x, 1/x == 1)", "false ? 1/0 == 1 : true", "[1, 2].exists_one(x, x == 2)",
        // Macros and bindings.
        "[1, 2, 3].map(x, x > 1, x * 2) == [4, 6]", "{'a': 1}.all(k, v, k == 'a' && v == 1)",
        "[3, 4].transformList(i, v, i + v) == [3, 5]", "['a'].transformMapEntry(i, v, {v: i}) == {'a': 0}",
        "cel.bind(x, 2, cel.bind(x, x + 1, x)) == 3", "[[1, 2], [3]].map(x, x.map(y, y + size(x))) == [[3, 4], [4]]",
        "has({'a': null}.a) && !has({}.a)", "cel.block([1/0, 2], cel.index(1)) == 2",
        // Optionals.
        "optional.none().orValue(1) == 1", "{'a': {'b': 1}}.?a.?b.value() == 1", "!{}.?a.b.c.hasValue()",
        "[1][?5].or(optional.of(2)).value() == 2", "[?optional.none(), 1] == [1]", "{?'a': optional.none()} == {}",
        "optional.of(1).optFlatMap(x, optional.none()) == optional.none()", "!optional.ofNonZeroValue('').hasValue()",
        "optional.ofNonZeroValue(0u) == optional.none()", "[1, 2].first() == optional.of(1) && ![].last().hasValue()",
        // Texts.
        "'abc'.substring(1) == 'bc'", "'a-b-c'.split('-', 2) == ['a', 'b-c']",
        "'aXbX'.replace('X', 'yy', 1) == 'ayybX'",
        "'ab'.replace('', '-') == '-a-b-'", "''.split('') == []", "' \\u00a0x\\t'.trim() == 'x'",
        "'tacocat'.lastIndexOf('a', 4) == 1",
        "'%d%%|%s|%.2f|%x|%X|%o|%b|%e'.format([5, [1, 'a'], 2.345, 255, b'\\xfe', 8, 5, 1234.5])"
            + " == '5%|[1, a]|2.35|ff|FE|10|101|1.234500e+03'",
        "'%s'.format([{'b': 1, 'a': null}]) == '{a: null, b: 1}'",
        "strings.quote('a\\n\"b\"') == '\"a\\\\n\\\\\"b\\\\\"\"'",
        "string(b'\\xf0\\x9f\\x98\\x80') == '😀'", "string(1e21) == '1e+21'", "string(0.1) == '0.1'",
        "double('1e400') == 1.0/0.0 || true",
        "base64.decode(base64.encode(b'\\x00\\xff')) == b'\\x00\\xff'", "base64.decode('aGVsbG8') == b'hello'",
        "'foobar'.matches('o{2}b') && !'foobar'.matches('^o')", "matches('A', '(?i)a')",
        // Numbers.
        "math.greatest([1, 3, 2]) == 3", "math.least(1, -2.5, 3u) == -2.5", "math.round(-1.5) == -2.0",
        "math.trunc(-1.9) == -1.0",
        "math.bitShiftRight(-1, 60) == 15", "math.bitShiftLeft(1, 64) == 0", "math.bitNot(0u) == 18446744073709551615u",
        "math.sign(-3) == -1 && math.abs(-2.5) == 2.5",
        "math.isNaN(0.0/0.0) && math.isInf(1.0/0.0) && !math.isFinite(-1.0/0.0)",
        "math.sqrt(49) == 7.0",
        // Times.
        "timestamp('2009-02-13T23:31:30Z').getMonth() == 1",
        "timestamp('2009-02-13T23:31:30.123Z').getMilliseconds() == 123",
        "timestamp('2024-07-01T00:00:00Z').getHours('America/New_York') == 20", "duration('90m').getHours() == 1",
        "duration('1.5s').getMilliseconds() == 500", "duration('1h') + duration('-30m') == duration('1800s')",
        "timestamp(0) + duration('1d1h'.substring(2)) == timestamp(3600)",
        "string(timestamp(0)) == '1970-01-01T00:00:00Z'",
        "timestamp('2024-02-29T00:00:00+02:00') < timestamp('2024-02-29T00:00:00Z')",
        "string(duration('1h1.5s')) == '3601.5s'",
        // Networks.
        "cidr('10.0.0.0/8').containsIP('10.1.2.3')", "!cidr('10.0.0.0/8').containsCIDR('10.0.0.0/7')",
        "ip('::1').isLoopback()",
        "string(cidr('10.1.2.3/8').masked()) == '10.0.0.0/8'", "!isIP('1.2.3') && isCIDR('::/0')",
        "ip('::1').family() == 6",
        // Types and names.
        "type(1) == int && type(type(1)) == type", "type([]) == list && type(null) == null_type",
        "type(timestamp(0)) == google.protobuf.Timestamp", "type(optional.none()) == optional_type",
        "{'if': 1}.if == 1",
        "{'a-b': 1}.`a-b` == 1", "1 == 1 // a comment",
    ]

    @Test(arguments: truths)
    func `what the language says holds, checked and unchecked`(expression: String) throws {
        #expect(try evaluate(expression) == true)
        #expect(try evaluate(expression, checked: false) == true)
    }

    static let errors: [(source: String, kind: EvaluationError.Kind)] = [
        ("1 / 0", .divisionByZero), ("5u % 0u", .divisionByZero), ("9223372036854775807 + 1", .overflow),
        ("0u - 1u", .overflow), ("-(-9223372036854775807 - 1)", .overflow), ("[1][1]", .outOfRange),
        ("{'a': 1}.b", .noSuchKey), ("{1: 1, 1u: 2}", .invalidMapKey), ("int('x')", .invalidConversion),
        ("uint(-1)", .outOfRange), ("int(1e20)", .outOfRange), ("bool('yes')", .invalidConversion),
        ("optional.none().value()", .absentOptional), ("'a'.matches('(')", .invalidArgument),
        ("timestamp('yesterday')", .invalidArgument), ("duration('1x')", .invalidArgument),
        ("timestamp(253402300800)", .outOfRange), ("dyn(1) + 'a'", .noSuchOverload),
        ("dyn('a') > 1", .noSuchOverload),
        ("'a'.charAt(2)", .outOfRange), ("math.bitShiftLeft(1, -1)", .invalidArgument),
        ("'%d'.format(['a'])", .invalidArgument), ("ip('1.2.3')", .invalidArgument),
        ("math.abs(-9223372036854775808)", .overflow),
    ]

    @Test(arguments: errors.indices)
    func `an error has a kind and lies within the operation that raised it`(index: Int) throws {
        let (source, kind) = Self.errors[index]
        let error = try #require(try evaluationError(source, checked: false))
        #expect(error.kind == kind, "\(source): \(error.message)")
        let offset = try #require(error.offset)
        #expect((0..<source.unicodeScalars.count).contains(offset))
    }

    @Test func `an error's message never repeats a value`() throws {
        let secret: Value = "correct-horse"
        for source in [
            "int(x)", "{'a': 1}[x]", "timestamp(x)", "x.matches(x + '(')", "ip(x)", "duration(x)", "bool(x)",
            "'%d'.format([x])",
        ] {
            let error = try #require(try evaluationError(source, ["x": secret]))
            #expect(!error.message.contains("horse"), "\(source): \(error.message)")
        }
    }

    @Test func `a variable that is declared and not bound is an error only where it is needed`() throws {
        let environment = Environment(variables: [VariableDeclaration("a", .bool), VariableDeclaration("b", .bool)])
        let program = try environment.compile("a || b")
        var activation = Activation(environment)
        #expect(throws: EvaluationError.self) { try program.evaluate(activation) }
        activation["b"] = true
        #expect(try program.evaluate(activation) == true)
        activation.removeAll()
        activation[slot: try #require(environment.slot(of: "a"))] = true
        #expect(try program.evaluate(activation) == true)
    }

    @Test func `names are looked up in the container first, and a leading dot begins at the root`() throws {
        let environment = Environment(
            container: "com.example",
            variables: [VariableDeclaration("com.example.y", .int), VariableDeclaration("y", .int)])
        var activation = Activation(environment)
        activation["com.example.y"] = 1
        activation["y"] = 2
        #expect(try environment.compile("y == 1 && .y == 2 && [5].all(y, y == 5)").evaluate(activation) == true)
    }

    @Test func `equal values hash alike`() {
        let equals: [(Value, Value)] = [
            (.int(1), .uint(1)), (.int(1), .double(1)), (.uint(.max), .double(0x1p64)), (.double(0), .double(-0.0)),
            (.list([.int(1)]), .list([.double(1)])),
        ]
        for (left, right) in equals where left == right { #expect(left.hashValue == right.hashValue) }
    }
}
