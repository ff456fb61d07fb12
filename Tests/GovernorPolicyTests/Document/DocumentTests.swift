import GovernorCore
import GovernorPolicy
import Testing

struct Garden: Sendable, Equatable {
    let name: String
    let size: ExactDecimal
    let isOpen: Bool
    let beds: [String]

    static let shape: Shape<Garden> = .object(
        "A garden.",
        .required("name", .string, "What it is called."),
        .required("size", .decimal(), "Hectares."),
        .defaulted("open", .bool, to: true, "Whether visitors may come."),
        .defaulted("beds", .list(of: .string), to: [], shown: .array([]), "What grows where."),
        make: Garden.init)
}

/// Reads text as a garden and gives each problem as `line:column code`.
func problems(_ text: String) -> [String] { problems(Array(text.utf8)) }

func problems(_ bytes: [UInt8]) -> [String] {
    do throws(DocumentErrors) {
        _ = try Document(bytes, name: "garden.yaml").read(Garden.shape)
        return []
    } catch {
        return error.problems.map { "\($0.position) \($0.code)" }
    }
}

@Suite struct DocumentTests {
    @Test(arguments: [
        "name: Kew\nsize: 132.00\nbeds: [roses, herbs]\n",
        "# comment\nbeds:\n- roses\n- 'herbs'\nsize:   132\nname: \"Kew\"\nopen: true\n",
        #"{"size": 1.32e2, "name": "Kew", "beds": ["roses", "herbs"]}"#,
        "\u{FEFF}name: Kew\r\nsize: 132\r\nopen:\r\nbeds: [roses,\r\n  herbs]\r\n",
    ]) func `the same garden is read from every way to write it`(text: String) throws {
        let garden = try Document(Array(text.utf8), name: "garden.yaml").read(Garden.shape)
        let size = try #require(ExactDecimal("132"))
        #expect(garden == Garden(name: "Kew", size: size, isOpen: true, beds: ["roses", "herbs"]))
    }

    @Test(arguments: [
        ("", ["1:1 document.empty"]),
        ("# only a comment\n", ["1:1 document.empty"]),
        ("- a\n", ["1:1 document.type"]),
        ("name: Kew\nsize: 1\nname: Wisley\n", ["3:1 document.duplicate-key"]),
        (
            "name: Kew\nsize: 1\nsize: 2\nname: Wisley\nname: Hyde\n",
            [
                "3:1 document.duplicate-key", "4:1 document.duplicate-key", "5:1 document.duplicate-key",
            ]
        ),
        (
            #"{"name": "a", "size": 1, "name": "b", "nmae": 3}"#,
            ["1:26 document.duplicate-key", "1:39 document.unknown-key"]
        ),
        ("name: Kew\nsize: .nan\n", ["2:7 document.type"]),
        ("name: Kew\nsize: 0x10\n", ["2:7 document.type"]),
        ("name: Kew\nsize: '3'\n", ["2:7 document.type"]),
        (
            "name: 3\nsize: big\nopen: yes\nbeds: roses\n",
            [
                "1:7 document.type", "2:7 document.type", "3:7 document.type", "4:7 document.type",
            ]
        ),
        ("nam: Kew\nsize: 1\n", ["1:1 document.unknown-key", "1:1 document.missing-key"]),
        (
            "name: Kew\nsize: 1\nbeds: [a, 3, [b], {c: d}]\n",
            [
                "3:11 document.type", "3:14 document.type", "3:19 document.type",
            ]
        ),
        ("name: &a Kew\nsize: 1\nbeds: [*a]\n", ["3:8 yaml.alias"]),
        ("name: &a Kew\nsize: 1\n", ["1:7 yaml.alias"]),
        ("name: *a\nsize: 1\n", ["1:7 yaml.alias"]),
        ("name: !hot Kew\nsize: 1\n", ["1:7 yaml.tag"]),
        ("name: Kew\nsize: 1\n? [a]\n: b\n", ["3:3 yaml.complex-key"]),
        ("name: Kew\nsize: 1\n---\nname: Wisley\n", ["3:1 yaml.several-documents"]),
        ("name: [Kew\nsize: 1\n", ["2:5 yaml.syntax"]),
        ("name: a: b\n", ["1:8 yaml.syntax"]),
        ("name: \"Kew\n", ["2:1 yaml.syntax"]),
        ("name: Kew\nsize: 1\nopen: \u{1}\n", ["3:7 yaml.syntax"]),
    ]) func `each mistake is reported at its place`(text: String, expected: [String]) {
        #expect(problems(text) == expected)
    }

    @Test func `JSON with tabs and escapes is read, half of a surrogate pair has a hint`() throws {
        #expect(problems("{\n\t\"name\": \"a\\/b\\u00e9\",\n\t\"size\": 1\n}\n") == [])
        let error = #expect(throws: DocumentErrors.self) {
            try Document(Array(#"{"name": "\ud83d\ude00", "size": 1}"#.utf8), name: "garden.json")
        }
        #expect(error?.problems.map(\.hint) == ["write the character itself"])
    }

    @Test func `bytes that are not UTF-8 are refused with their place`() {
        #expect(problems(Array("name: Kéw\nsize: ".utf8) + [0xFF, 0x31]) == ["2:7 document.invalid-utf8"])
        #expect(problems([0xFF, 0xFE, 0x6E, 0x00]) == ["1:1 document.invalid-utf8"])
    }

    @Test func `a document of ten megabytes is refused before it is scanned`() {
        #expect(problems([UInt8](repeating: UInt8(ascii: "a"), count: 10 << 20)) == ["1:1 document.too-large"])
    }

    @Test(arguments: [
        String(repeating: "[", count: 100_000),
        String(repeating: "{a: ", count: 100_000),
        "beds: " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40),
        String(repeating: "- ", count: 3_000) + "a",
        (0..<60).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
    ]) func `deep nesting is refused`(text: String) {
        #expect(problems(text).map { $0.split(separator: " ").last } == ["document.too-deep"])
    }

    @Test func `a few lines that stand for billions of values are refused at once`() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<30 {
            text += "a\(level): &a\(level) [" + String(repeating: "*a\(level - 1), ", count: 10) + "x]\n"
        }
        text += "? *a29\n: x\n"
        #expect(problems(text) == ["2:10 yaml.alias"])
    }

    @Test func `a misspelt key is answered with the nearest one`() throws {
        let error = #expect(throws: DocumentErrors.self) {
            try Document(Array("name: Kew\nsiez: 1\n".utf8), name: "garden.yaml").read(Garden.shape)
        }
        let problem = try #require(error?.problems.last)
        #expect(problem.message == "unknown key 'siez'")
        #expect(problem.hint == "did you mean 'size'?")
        #expect(
            error?.message == """
                garden.yaml:1:1: the key 'size' is missing (add 'size:' with a number)
                garden.yaml:2:1: unknown key 'siez' (did you mean 'size'?)
                """)
    }

    @Test func `a secret never appears in a message`() throws {
        let shape: Shape<[String]?> = .object(
            "Keys.", .optional("keys", .list(of: .nonEmptyString), "The keys.", isSecret: true), make: { $0 })
        let error = #expect(throws: DocumentErrors.self) {
            try Document(Array("keys: hunter2\n".utf8), name: "keys.yaml").read(shape)
        }
        #expect(error?.message.contains("hunter2") == false)
        #expect(shape.keys.first?.isSecret == true)
    }

    @Test func `the schema and the reference follow from the shape`() throws {
        let schema = Garden.shape.jsonSchema(id: "https://example.org/garden", title: "Garden")
        #expect(schema["required"] == ["name", "size"])
        #expect(schema["additionalProperties"] == false)
        #expect(schema["properties"]?["open"]?["default"] == true)
        #expect(schema["properties"]?["size"]?["description"] == "Hectares.")
        #expect(Garden.shape.keys.map(\.path) == ["name", "size", "open", "beds"])
        #expect(Garden.shape.keys.map(\.type) == ["string", "number", "boolean", "array"])
    }
}

@Suite struct SourceTextTests {
    static let text: Shape<SourceText> = .object("A text.", .required("e", .sourceText("text"), "It."), make: { $0 })

    @Test(arguments: [
        ("e: abc !\n", "1:8"),
        ("e: 'it''s !'\n", "1:11"),
        (#"e: "a\tb\u00e9\"!""# + "\n", "1:17"),
        ("e: |\n  abc\n\n    !\n", "4:5"),
        ("e: >-\n  abc\n  def !\n", "3:7"),
        ("e: abc\n   def\n   !\n", "3:4"),
        ("e: \"abc\n\n  def \\\n  !\"\n", "4:3"),
        ("e: |2\n    abc\n   !\n", "3:4"),
    ]) func `a character of a text is found in the file`(yaml: String, expected: String) throws {
        let text = try Document(Array(yaml.utf8), name: "e.yaml").read(Self.text)
        let offset = try #require(text.text.unicodeScalars.enumerated().first { $1 == "!" }?.offset)
        #expect(text.position(ofScalar: offset).description == expected)
    }
}
