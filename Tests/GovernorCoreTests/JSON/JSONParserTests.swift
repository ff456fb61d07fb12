import GovernorCore
import Testing

@Suite struct JSONParserTests {
    static func code(_ text: String) -> String? { code(Array(text.utf8)) }

    static func code(_ bytes: [UInt8]) -> String? {
        do throws(JSONError) {
            _ = try JSONValue(parsing: bytes)
            return nil
        } catch {
            return error.code
        }
    }

    @Test(arguments: [(0.92 + 0.05, "0.97"), (0.4688147902, "0.4688"), (1, "1"), (0, "0"), (Double.nan, "null")])
    func `confidences have four decimals`(value: Double, text: String) {
        #expect(JSONValue.confidence(value) == (try? JSONValue(parsing: Array(text.utf8))))
    }

    @Test(arguments: [
        ("null", "null"), (" true ", "true"), ("\t\r\n-0", "-0"), ("1.50", "1.50"), ("1E+2", "1E+2"), ("[]", "[]"),
        ("{ }", "{}"), (#"{"b":1,"a":[1,{"c":null}]}"#, #"{"b":1,"a":[1,{"c":null}]}"#),
        (#""\u0041\n\/\ud83d\ude00""#, "\"A\\n/😀\""), ("\"\u{7F}é\u{10FFFF}\"", "\"\u{7F}é\u{10FFFF}\""),
        ("{\"\u{E9}\":1,\"e\u{301}\":2}", "{\"\u{E9}\":1,\"e\u{301}\":2}"),
        ("12345678901234567890.000", "12345678901234567890.000"),
    ]) func `what is valid is kept as it was written`(text: String, expected: String) throws {
        #expect(try JSONValue(parsing: text).compactText == expected)
    }

    @Test(arguments: [
        "", " ", "nul", "True", "NaN", "-Infinity", "+1", "01", "1.", ".5", "1e", "1e+", "--1", "0x1", "1 2", "[1,]",
        "[,1]", "[1 2]", "{,}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{'a':1}", "\"a", "\"\\x\"", "\"\\u12\"",
        "\"\\u12g4\"", "\"\u{1}\"", "\"a\nb\"", "[", "{", "]", "// c\n1", "/* c */1", "\u{FEFF}1", "[1]]", "\u{A0}1",
    ]) func `what is no JSON is a syntax error`(text: String) {
        #expect(Self.code(text) == "json.syntax")
    }

    @Test(arguments: [
        (#"{"a":1,"a":2}"#, "json.duplicate-name"), (#"{"a":1,"\u0061":2}"#, "json.duplicate-name"),
        (#"[{"x":{"a":1,"b":2,"a":3}}]"#, "json.duplicate-name"), (#""\ud800""#, "json.lone-surrogate"),
        (#""\udc00\ud800""#, "json.lone-surrogate"), (#""\ud800A""#, "json.lone-surrogate"),
    ]) func `what I-JSON forbids is refused`(text: String, code: String) {
        #expect(Self.code(text) == code)
    }

    @Test func `a duplicate among many names is found`() {
        let names = (0..<100).map { "\"n\($0)\":\($0)" }
        #expect(Self.code("{\((names + ["\"n57\":0"]).joined(separator: ","))}") == "json.duplicate-name")
        #expect(Self.code("{\(names.joined(separator: ","))}") == nil)
    }

    @Test(
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
            [0x22, 0xE2, 0x82, 0x22], [0x80],
        ] as [[UInt8]]) func `bytes that are not UTF-8 are refused`(bytes: [UInt8])
    {
        #expect(Self.code(bytes) == "json.invalid-utf8")
    }

    @Test func `nesting is limited at any depth of input`() {
        let nested = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        #expect(Self.code(nested(128)) == nil)
        #expect(Self.code(nested(129)) == "json.too-deep")
        #expect(Self.code(String(repeating: "{\"a\":", count: 1_000_000)) == "json.too-deep")
    }

    @Test func `an error says where, and a foreign literal what to write`() {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: "{\n  \"é\": NaN\n}") }
        #expect(error?.message == "line 2, column 8: expected a value, found NaN")
        #expect(error?.hint == "JSON has no NaN; use null for a value that is missing")
    }
}

@Suite struct CanonicalJSONTests {
    /// RFC 8785, appendix B: IEEE 754 bits and the ECMAScript text.
    @Test(
        arguments: [
            (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"), (0x7FEF_FFFF_FFFF_FFFF, "1.7976931348623157e+308"),
            (0xFFEF_FFFF_FFFF_FFFF, "-1.7976931348623157e+308"), (0x4340_0000_0000_0000, "9007199254740992"),
            (0xC340_0000_0000_0000, "-9007199254740992"), (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44B5_2D02_C7E1_4AF5, "9.999999999999997e+22"), (0x44B5_2D02_C7E1_4AF6, "1e+23"),
            (0x44B5_2D02_C7E1_4AF7, "1.0000000000000001e+23"), (0x444B_1AE4_D6E2_EF4E, "999999999999999700000"),
            (0x444B_1AE4_D6E2_EF4F, "999999999999999900000"), (0x444B_1AE4_D6E2_EF50, "1e+21"),
            (0x3EB0_C6F7_A0B5_ED8C, "9.999999999999997e-7"), (0x3EB0_C6F7_A0B5_ED8D, "0.000001"),
            (0x41B3_DE43_5555_5553, "333333333.3333332"), (0x41B3_DE43_5555_5554, "333333333.33333325"),
            (0x41B3_DE43_5555_5555, "333333333.3333333"), (0x41B3_DE43_5555_5556, "333333333.3333334"),
            (0x41B3_DE43_5555_5557, "333333333.33333343"), (0xBECB_F647_612F_3696, "-0.0000033333333333333333"),
            (0x4314_3FF3_C1CB_0959, "1424953923781206.2"),
        ] as [(UInt64, String)]) func `RFC 8785 a number is written as ECMAScript does`(bits: UInt64, text: String)
        throws
    {
        let number = try #require(JSONNumber(Double(bitPattern: bits)))
        #expect(String(decoding: try JSONValue.number(number).canonicalBytes(), as: UTF8.self) == text)
    }

    /// RFC 8785, section 3.2.3: names are sorted by UTF-16 code units.
    @Test func `RFC 8785 names are sorted by UTF-16 code units`() throws {
        let text =
            #"{"\u20ac":"Euro","\r":"CR","\ufb33":"Dalet","1":"One","\ud83d\ude00":"Smile","\u0080":"Ctrl","\u00f6":"o"}"#
        let sorted = try JSONValue(parsing: try JSONValue(parsing: text).canonicalBytes())
        #expect(sorted.object?.map(\.value.string) == ["CR", "One", "Ctrl", "o", "Euro", "Smile", "Dalet"])
    }

    @Test func `the order of UTF-8 bytes is made that of UTF-16 units`() {
        let characters = [
            "", "a", "b", "\u{7F}", "é", "\u{7FF}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}",
        ]
        let names = characters.flatMap { first in characters.map { first + $0 } }
        for name in names {
            for other in names {
                #expect(name.precedesByUTF16(other) == name.utf16.lexicographicallyPrecedes(other.utf16))
            }
        }
    }

    @Test(arguments: [
        (#"{ "a" : "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/" }"#, #"{"a":"€$\u000f\nA'B\"\\\\\"/"}"#),
        (#"[56,{"d":true,"10":null,"1":[]}]"#, #"[56,{"1":[],"10":null,"d":true}]"#),
        ("[1e30, 4.50, 6, 2e-3, 0.000000000000000000000000001, -0.0]", "[1e+30,4.5,6,0.002,1e-27,0]"),
        ("\"\u{7F}\u{8}\u{C}\"".replacing("\u{8}", with: "\\b").replacing("\u{C}", with: "\\f"), "\"\u{7F}\\b\\f\""),
    ]) func `RFC 8785 a value has one form`(text: String, canonical: String) throws {
        #expect(String(decoding: try JSONValue(parsing: text).canonicalBytes(), as: UTF8.self) == canonical)
    }

    @Test func `a number without a double has no canonical form`() {
        #expect(throws: JSONError.numberOutOfRange("1e999")) { try JSONValue(parsing: "[1e999]").canonicalBytes() }
        #expect(throws: JSONError.numberOutOfRange("1e999")) {
            try JSONValue(parsing: "[1e999]").exactCanonicalBytes()
        }
    }

    @Test(arguments: [
        "0", "-0", "0.1", "1.50", "9007199254740992", "1e23", "5e-324", "1.7976931348623157e308", "1e22",
        "0.30000000000000004", "100000000000000000000000000000000000000000000000000",
    ]) func `a number that a double carries has an exact form`(text: String) throws {
        let value = try JSONValue(parsing: "{\"n\":[\(text)]}")
        #expect(try value.exactCanonicalBytes() == value.canonicalBytes())
        #expect(value["n"]?.array?.first?.number?.isExact == true)
    }

    @Test(arguments: [
        "9007199254740993", "0.10000000000000000000001", "1e-400", "1.0000000000000000000000000000000000000001",
        "333333333.33333329", "0.1000000000000000055511151231257827021181583404541015625",
    ]) func `a number that a double does not carry has no exact form`(text: String) throws {
        let value = try JSONValue(parsing: "{\"n\":[\(text)]}")
        let error = #expect(throws: JSONError.self) { try value.exactCanonicalBytes() }
        #expect(error == .numberNotExact(characters: text.utf8.count))
        #expect(error?.hint == "round it to 15 significant digits, or write it as a string")
        #expect(error?.message.contains(text) == false)
        #expect(value["n"]?.array?.first?.number?.isExact == false)
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `the canonical form of a canonical form is itself`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let double = Double(bitPattern: random.next())
            guard let number = JSONNumber(double) else { continue }
            #expect(number.doubleValue == double)
            let once = try JSONValue.number(number).canonicalBytes()
            #expect(try JSONValue(parsing: once).canonicalBytes() == once)
        }
    }
}

@Suite struct JSONObjectTests {
    /// Few members are told apart by looking at all, many by hashing: the outcome is the same.
    @Test(arguments: [0, 1, 23, 24, 25, 26, 60])
    func `of two members with one name the last value stays, at the first one's place`(count: Int) {
        var members = (0..<count).map { ("name \($0)", JSONValue.integer($0)) }
        members += (0..<count).reversed().map { ("name \($0)", JSONValue.integer(1000 + $0)) }
        let object = JSONObject(members)
        #expect(object.keys == (0..<count).map { "name \($0)" })
        #expect(object.map(\.value) == (0..<count).map { JSONValue.integer(1000 + $0) })
    }

    @Test func `names are told apart by their bytes`() {
        let object = JSONObject([("\u{E9}", 1), ("e\u{301}", 2), ("\u{E9}", 3)])
        #expect(object.count == 2 && object["\u{E9}"] == 3 && object["e\u{301}"] == 2)
    }

    @Test func `members keep their order and are found by bytes`() {
        var object: JSONObject = ["b": 1, "a": 2]
        object["c"] = 3
        object["b"] = nil
        object["a"] = "x"
        #expect(object.keys == ["a", "c"])
        object["e\u{301}"] = 1
        #expect(object["\u{E9}"] == nil)
        #expect(JSONValue.object(["x": 1, "y": 2]) == JSONValue.object(["y": 2, "x": 1]))
        #expect(JSONValue.object(["x": 1, "y": 2]).hashValue == JSONValue.object(["y": 2, "x": 1]).hashValue)
    }

    @Test func `text forms are readable`() {
        let value: JSONValue = ["a": [1, nil], "b": [:]]
        #expect(value.compactText == #"{"a":[1,null],"b":{}}"#)
        #expect(value.prettyText == "{\n  \"a\": [\n    1,\n    null\n  ],\n  \"b\": {}\n}")
    }
}

@Suite struct JSONPointerTests {
    /// RFC 6901, section 5.
    @Test(
        arguments: [
            ("", nil), ("/foo", #"["bar","baz"]"#), ("/foo/0", #""bar""#), ("/", "0"), ("/a~1b", "1"), ("/c%d", "2"),
            ("/e^f", "3"), ("/g|h", "4"), ("/i\\j", "5"), ("/k\"l", "6"), ("/ ", "7"), ("/m~0n", "8"),
        ] as [(String, String?)]) func `RFC 6901 a pointer leads to its value`(text: String, expected: String?) throws
    {
        let document = try JSONValue(
            parsing: #"{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}"#)
        let pointer = try #require(JSONPointer(text))
        #expect(pointer.value(in: document)?.compactText == expected ?? document.compactText)
        #expect(pointer.description == text)
    }

    @Test(arguments: ["a", "/a~", "/a~2b"]) func `what is no pointer is refused`(text: String) {
        #expect(JSONPointer(text) == nil)
    }

    @Test(arguments: ["/foo/2", "/foo/-1", "/foo/00", "/foo/x", "/bar", "/a/b/c"])
    func `a pointer to nothing finds nothing`(text: String) throws {
        let pointer = try #require(JSONPointer(text))
        #expect(pointer.value(in: ["foo": ["bar", "baz"], "a": 1]) == nil)
    }
}
