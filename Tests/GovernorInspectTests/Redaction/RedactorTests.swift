import GovernorCore
import Testing

@testable import GovernorInspect

struct RedactorTests {
    private static let text = "a@example.org, 4111 1111 1111 1111, é, a@example.org"

    private static func findings(in text: String) -> [Finding] { PIIInspector().findings(in: Array(text.utf8)) }

    private static func redacted(_ text: String, _ redactor: Redactor) -> String {
        String(decoding: redactor.redact(findings(in: text), in: Array(text.utf8)).text, as: UTF8.self)
    }

    private static func digest(_ bytes: [UInt8]) -> Digest { Digest(bytes: SHA256.digest(of: bytes))! }

    @Test func `each operator leaves what it says`() {
        let all = [
            Redactor(.replace), Redactor(.mask()), Redactor(.remove), Redactor(.hash(Self.digest)),
            Redactor(.placeholder),
            Redactor(.mask(), except: ["email": .remove]),
        ].map { Self.redacted(Self.text, $0) }
        #expect(
            all == [
                "[email], [credit_card], é, [email]", "*@*******.***, **** **** **** ****, é, *@*******.***", ", , é, ",
                // sha256sum of the two values.
                "[email:e16bfe08be114c7b], [credit_card:6a7e0e79b018d08c], é, [email:e16bfe08be114c7b]",
                "[EMAIL_1], [CREDIT_CARD_1], é, [EMAIL_1]", ", **** **** **** ****, é, ",
            ])
    }

    @Test func `a text without findings stays as it is`() {
        #expect(
            Redactor(.placeholder).redact([], in: [0xFF, 0x41]) == RedactedText(text: [0xFF, 0x41], placeholders: [:]))
    }

    @Test func `of a secret a mask leaves nothing but its length`() throws {
        let settings = try DeclaredRecognizerTests.settings(
            #"  recognizers: [{kind: code, pattern: 'C-\d-\d', counts_as: secret}]"#)
        let text = Array("the password is 'wX7#rt2031!x', C-1-2".utf8)
        let findings = SensitiveDataInspector(settings).findings(in: text)
        let redacted = Redactor(.mask(keepLast: 2), secrets: settings.secretKinds).redact(findings, in: text)
        #expect(String(decoding: redacted.text, as: UTF8.self) == "the password is '**********!x', ***-2")
    }

    @Test func `many values and many placeholders that the text has take linear time`() {
        let count = 20_000
        let text = Array((1...count).map { "[EMAIL_\($0)] a\($0)@example.org " }.joined().utf8)
        var (findings, position) = ([Finding](), 0)
        for word in text.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false) {
            if word.contains(UInt8(ascii: "@")) {
                findings.append(
                    Finding(
                        kind: "email", span: position..<position + word.count, confidence: 1, evidence: .format,
                        detector: "test/1"))
            }
            position += word.count + 1
        }
        let stopwatch = ProcessorStopwatch()
        let redacted = Redactor(.placeholder).redact(findings, in: text)
        #expect(redacted.placeholders.count == count && redacted.placeholders["[EMAIL_\(count + 1)]"] != nil)
        var restorer = PlaceholderRestorer(redacted.placeholders)
        #expect(restorer.append(redacted.text.span) + restorer.finish() == text)
        // Seconds where it is linear, an hour where it is not.
        #expect(stopwatch.elapsed < .seconds(120))
    }

    @Test(arguments: [
        (#"{"n":4111111111111111}"#, #"{"n":"[CREDIT_CARD_1]"}"#),
        (#"[4111111111111111, "x",4111111111111111]"#, #"["[CREDIT_CARD_1]", "x","[CREDIT_CARD_1]"]"#),
        (
            #"{"a":"\"card\" 4111111111111111, ","n":4111111111111111}"#,
            #"{"a":"\"card\" [CREDIT_CARD_1], ","n":"[CREDIT_CARD_1]"}"#
        ),
        (#"{"4111111111111111":{"b":"ada@example.org"}}"#, #"{"[CREDIT_CARD_1]":{"b":"[EMAIL_1]"}}"#),
        (#"{"n":-4111111111111111,"m":-1}"#, #"{"n":"-[CREDIT_CARD_1]","m":-1}"#),
        (#"[true,-1.5e3,null]"#, #"[true,-1.5e3,null]"#), ("-4111111111111111", #""-[CREDIT_CARD_1]""#), ("-1", "-1"),
    ])
    func `what is JSON stays JSON`(text: String, expected: String) throws {
        let texts = [(findings: Self.findings(in: text), text: Array(text.utf8), isJSON: true)]
        let redacted = try #require(Redactor(.placeholder).redact(texts).texts.first)
        #expect(String(decoding: redacted, as: UTF8.self) == expected)
        #expect(throws: Never.self) { try JSONValue(parsing: redacted) }
    }

    @Test func `the rest of a number goes with what is replaced of it, however the text is cut`() {
        var json = JSONMasking()
        var text = json.pass("[1,-".utf8) + json.pass("3".utf8) + json.replace("4111".utf8, by: Array("[A]".utf8))
        text += json.pass("1".utf8) + json.replace("22".utf8, by: Array("[B]".utf8)) + json.pass(".".utf8)
        text += json.pass("5e3,6,\"7".utf8) + json.replace("8".utf8, by: Array("[C]".utf8)) + json.pass("9\"]-".utf8)
        text += json.pass("1".utf8) + json.finish() + json.finish()
        #expect(String(decoding: text, as: UTF8.self) == #"[1,"-3[A]",6,"7[C]9"]-1"#)
    }

    @Test func `a placeholder that the text has already is not given away`() {
        let redacted = Redactor(.placeholder).redact(
            Self.findings(in: "[EMAIL_1] is b@example.org"), in: Array("[EMAIL_1] is b@example.org".utf8))
        #expect(redacted.text == Array("[EMAIL_1] is [EMAIL_2]".utf8))
        #expect(redacted.placeholders == ["[EMAIL_2]": Array("b@example.org".utf8)])
    }
}

struct PlaceholderRestorerTests {
    private static let placeholders = [
        "[EMAIL_1]": Array("a@example.org".utf8), "[EMAIL_10]": Array("[EMAIL_1]".utf8), "[PHONE_1]": Array("é".utf8),
    ]

    @Test(arguments: [
        ("Hi [EMAIL_1]!", "Hi a@example.org!"), ("[EMAIL_10][PHONE_1]", "[EMAIL_1]é"),
        ("[[EMAIL_1]]", "[a@example.org]"),
        ("[EMAIL_1", "[EMAIL_1"), ("[EMAIL_2] [email_1] EMAIL_1]", "[EMAIL_2] [email_1] EMAIL_1]"),
        ("[EMA[PHONE_1]", "[EMAé"), ("[", "["), ("", ""),
    ])
    func `values come back, however the answer is cut`(answer: String, expected: String) {
        let bytes = Array(answer.utf8)
        for size in 1...max(1, bytes.count) {
            var restorer = PlaceholderRestorer(Self.placeholders)
            var restored: [UInt8] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                restored += restorer.append(bytes.span.extracting(start..<min(start + size, bytes.count)))
            }
            restored += restorer.finish()
            #expect(String(decoding: restored, as: UTF8.self) == expected)
        }
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `what was redacted is restored`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let parts = [
            "a@example.org", "b.c@example.com", "[EMAIL_1]", "[", "text ", "4111 1111 1111 1111", "é ", "]", ", ",
        ]
        let text = Array((0..<20).map { _ in parts.randomElement(using: &random)! }.joined(separator: " ").utf8)
        let redacted = Redactor(.placeholder).redact(PIIInspector().findings(in: text), in: text)
        #expect(PIIInspector().findings(in: redacted.text).isEmpty)
        var restorer = PlaceholderRestorer(redacted.placeholders)
        var restored: [UInt8] = []
        for byte in redacted.text { restored += restorer.append([byte].span) }
        #expect(restored + restorer.finish() == text)
    }

    @Test func `nothing is held back that cannot become a placeholder`() {
        var restorer = PlaceholderRestorer(Self.placeholders)
        #expect(restorer.append(Array("see [1] and [EMAIL".utf8).span) == Array("see [1] and ".utf8))
        #expect(restorer.append(Array("S".utf8).span) == Array("[EMAILS".utf8))
        var empty = PlaceholderRestorer([:])
        #expect(empty.append(Array("[".utf8).span) == Array("[".utf8))
    }
}
