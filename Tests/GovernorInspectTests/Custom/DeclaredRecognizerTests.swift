import GovernorCore
import GovernorPolicy
import Synchronization
import Testing

@testable import GovernorInspect

struct DeclaredRecognizerTests {
    /// The settings of a policy with an `inspection` section.
    static func settings(_ section: String) throws -> InspectionSettings {
        let policy = "meta: {policy_id: p, version: 1.2}\ninspection:\n" + section
        let digest = Digest(bytes: [UInt8](repeating: 0, count: Digest.byteCount))!
        return try Policy(
            Array(policy.utf8), name: "p", kinds: SensitiveDataInspector.kinds, digest: { _ in digest }
        ).inspection
    }

    private static let section = #"""
          names: true
          recognizers:
            - {kind: employee_id, pattern: '\bE-\d{6}\b', context: [employee, badge], confidence: 0.8}
            - {kind: member, pattern: '\b\d{4}-\d{4}\b', checksum: luhn}
            - {kind: umlaut, pattern: 'Ä[äöü]{1,20}!?'}
            - {kind: project, words: [Project Falcon, Falcon, 猎鹰, Größe], ignore_case: true}
            - {kind: codename, words: [Zebra]}
          allow:
            - {kind: email, values: [Support@example.org]}
            - {kind: email, suffix: '@help.example.org'}
            - {kind: phone, pattern: '\+44 20 7946 0\d{3}'}
            - {kind: codename, values: [zebra]}
          confidence: {employee_id: 0.8, umlaut: 1, password: 0.99}
        """#

    private static let inspector = Result { SensitiveDataInspector(try settings(section)) }

    private static func spans(_ findings: [Finding]) -> [String] {
        findings.map { "\($0.kind) \($0.span.lowerBound)..<\($0.span.upperBound)" }
    }

    @Test(
        arguments: [
            "employee «employee_id:E-123456», E-123456789 and XE-123456",
            "no word near makes E-123456 an order of goods that went out yesterday; the badge is far away",
            "«employee_id:E-654321» is the Badge", "card «member:1234-5674» and 1234-5678",
            "the «umlaut:Äääöüä!» and Ä", "«project:project FALCON» is a «project:falcon», not a falconer",
            "«project:Project\nFalcon» 计划«project:猎鹰»已启动", "die «project:größe» der größen, «project:GRÖßE»",
            // Disguised and encoded, as what is built in.
            "employee «employee_id:E\u{2010}１２３４５６»", "data «member:MTIzNC01Njc0IDEyMzQtNTY3NA==»",
            // On the allow-list; what only reads like it is not.
            "support@example.org, a@HELP.example.org, «email:b@example.org», +44 20 7946 0123",
            "«email:support＠example.org» Zebra", "Ask «person:Ada Lovelace» in «location:London»",
            // Not sure enough.
            "my password: kX9mQ2vLp7Zt",
        ].map(MarkedText.init))
    func `what a policy declares is found, and what it allows is not, however a text is cut`(marked: MarkedText) throws
    {
        let inspector = try Self.inspector.get()
        let text = Array(marked.text.utf8)
        let whole = inspector.inspect(text)
        #expect(Self.spans(whole.findings) == marked.spans)
        for size in 1...text.count {
            var stream = inspector.stream()
            var findings: [Finding] = []
            for start in stride(from: 0, to: text.count, by: size) {
                findings += stream.append(text[start..<min(start + size, text.count)])
            }
            findings += stream.finish()
            #expect(findings == whole.findings, "chunks of \(size)")
            #expect(stream.allowedCount == whole.allowedCount)
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `a stream of any chunks finds what the whole text holds`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let inspector = try Self.inspector.get()
        let parts = [
            "employee ", "E-123456", " badge", "1234-5674", "Ääöü", "!", "Project", "\n", "Falcon", "猎鹰", " ", "größe",
            "support@example.org", "x", "@", "Ada Lovelace", ". ", "\u{200B}", "kX9mQ2vLp7Zt", "password: ", "\u{E4}",
            String(repeating: "filler ", count: 200),
        ]
        var text = Array((0..<60).map { _ in parts.randomElement(using: &random)! }.joined().utf8)
        text[Int.random(in: text.indices, using: &random)] = 0xFF
        let whole = inspector.inspect(text)
        var stream = inspector.stream()
        var (findings, start) = ([Finding](), 0)
        while start < text.count {
            let end = min(text.count, start + Int.random(in: 1...300, using: &random))
            findings += stream.append(text[start..<end])
            #expect(findings.allSatisfy { $0.span.upperBound <= end } && stream.settled <= end)
            start = end
        }
        #expect(findings + stream.finish() == whole.findings)
        #expect(stream.allowedCount == whole.allowedCount)
        #expect(zip(whole.findings, whole.findings.dropFirst()).allSatisfy { $0.span.upperBound <= $1.span.lowerBound })
    }

    @Test func `a stream with a policy keeps a bounded part of the text`() throws {
        let inspector = try Self.inspector.get()
        var stream = inspector.stream()
        for position in stride(from: 0, to: 1_000_000, by: 1000) {
            _ = stream.append(repeatElement(UInt8(ascii: "x"), count: 1000))
            #expect(position + 1000 - stream.settled <= 8192)
        }
    }

    @Test func `findings name the policy's recognizer, and say why`() throws {
        let inspector = try Self.inspector.get()
        let findings = inspector.findings(in: Array("badge E-123456, 1234-5674, Zebras Falcon".utf8))
        #expect(findings.map(\.detector) == ["policy.employee_id/1.2", "policy.member/1.2", "policy.project/1.2"])
        #expect(findings.map(\.confidence) == [0.8, 1, 1])
        #expect(findings.map(\.evidence) == [.context, .checksum, .dictionary])
    }

    @Test func `allowed findings are counted`() throws {
        let inspection = TextInspector(try Self.settings(Self.section)).inspect(
            Array("SUPPORT@example.org, Zebra and x@help.example.org".utf8))
        #expect(inspection.isClean && inspection.allowedCount == 3)
    }

    @Test func `kinds count as declared`() throws {
        let settings = try Self.settings(
            """
              recognizers:
                - {kind: a, words: [x]}
                - {kind: b, words: [x], counts_as: secret}
                - {kind: c, words: [x], counts_as: nothing}
            """)
        #expect(["a", "b", "c"].map(settings.meaning) == [.personalData, .secret, .nothing])
        #expect(["email", "password", "person"].map(settings.meaning) == [.personalData, .secret, .personalData])
    }

    @Test func `the kinds that a policy may name are those of the recognizers' examples`() {
        let found = Set(
            RecognizerTableTests.Table.all.flatMap(\.examples).flatMap(\.spans).map { $0.prefix { $0 != " " } })
        #expect(found.count > 20)
        let known = SensitiveDataInspector.kinds.union(PIIInspector.unidentifyingKinds)
        #expect(found.map(String.init).filter { !known.contains($0) } == [])
    }

    @Test(arguments: ["a", "E-", "1", "é", "Falcon", "Project ", "E-123456", "1234-567"])
    func `the work for a declared pattern is linear in the text`(unit: String) throws {
        let settings = try Self.settings(Self.section)
        func asks(_ count: Int) -> Int {
            let counter = AskCounter()
            let recognizers = settings.recognizers.map { Counted(base: $0.spanRecognizer, counter: counter) }
            _ = SpanScanner(recognizers).findings(
                in: [UInt8](repeatElement(Array(unit.utf8), count: count / unit.utf8.count).joined()))
            return counter.asks.withLock { $0 }
        }
        #expect(asks(16_000) <= 5 * 16_000)
    }
}

/// What does not count keeps nothing else from being found.
struct FindingSieveTests {
    private static let encoded = "bWFpbCBhZGFAZXhhbXBsZS5vcmcgcGFzc3dvcmQ9aHVudGVyMlpxOThYIWs="

    @Test(
        arguments: [
            // Of what a piece encodes each part has a confidence of its own.
            ("confidence: {email: 0.99}", encoded, [["password"]]),
            ("confidence: {email: 0.99, password: 0.99}", encoded, []),
            ("confidence: {password: 0.99}", encoded, [["email"]]),
            // What is not sure enough does not keep its bytes from what is.
            ("confidence: {ro_cnp: 0.9}", "ID: 8001015009087", [["za_id_number"]]),
            (
                "names: true\n  confidence: {project: 1}\n  recognizers: [{kind: project, words: [Ask Ada], confidence: 0.5}]",
                "Ask Ada Lovelace in London", [["person"], ["location"]]
            ),
            // The allow-list means what stands there for everybody to see.
            ("allow: [{kind: email, suffix: .example.org}]", "victim%40private.com%20x.example.org", [["email"]]),
            (
                "allow: [{kind: email, suffix: example.org}]", "ad\u{200B}a@example.org, аda@example.org",
                [["email"], ["email"]]
            ),
            ("allow: [{kind: email, suffix: example.org}]", "ada@example.org and а, Ж", []),
            ("names: true\n  allow: [{kind: person, values: [Иван Петров]}]", "Иван Петров", []),
            ("allow: [{kind: email, values: [ada@example.org]}]", "password: 'ada@example.org'", []),
            // What counts toward nothing.
            (
                #"recognizers: [{kind: order, pattern: 'order [^\n]{1,60}', counts_as: nothing}]"#,
                "order for ada@example.org, 4111 1111 1111 1111\norder 66", [["email"], ["credit_card"], ["order"]]
            ),
            (
                "names: true\n  " + #"recognizers: [{kind: order, pattern: 'order [^\n]{1,60}', counts_as: nothing}]"#,
                "Yesterday there was an order for Ada Lovelace.", [["person"]]
            ),
            // What is declared to be a secret, and what it holds.
            (
                #"recognizers: [{kind: code, pattern: 'code [^\n]{1,60}', counts_as: secret}]"#, "code ada@example.org",
                [["code", "email"]]
            ),
        ] as [(String, String, [[String]])])
    func `what does not count hides nothing`(section: String, text: String, kinds: [[String]]) throws {
        let inspector = SensitiveDataInspector(try DeclaredRecognizerTests.settings("  " + section))
        let bytes = Array(text.utf8)
        let whole = inspector.inspect(bytes)
        #expect(whole.findings.map(\.kinds) == kinds)
        var stream = inspector.stream()
        let streamed = bytes.reduce(into: [Finding]()) { $0 += stream.append([$1]) } + stream.finish()
        #expect(streamed == whole.findings && stream.allowedCount == whole.allowedCount)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `what counts, names and the rest come in order, however a text is cut`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let inspector = SensitiveDataInspector(
            try DeclaredRecognizerTests.settings(
                #"""
                  names: true
                  recognizers: [{kind: order, pattern: 'order [^\n]{1,60}', counts_as: nothing}]
                  allow: [{kind: person, values: [Ada Lovelace]}, {kind: email, suffix: '@example.org'}]
                  confidence: {password: 0.6}
                """#))
        let parts = [
            "order ", "Ada Lovelace", "Grace Hopper", ". ", "\n", "a@example.org ", "b@example.com ", "in London ",
            "password: kX9mQ2vLp7Zt", "\u{200B}", "some more words ", String(repeating: "filler ", count: 100),
        ]
        let text = Array((0..<80).map { _ in parts.randomElement(using: &random)! }.joined().utf8)
        let whole = inspector.inspect(text)
        var stream = inspector.stream()
        var (findings, start, settled) = ([Finding](), 0, 0)
        while start < text.count {
            let end = min(text.count, start + Int.random(in: 1...300, using: &random))
            let new = stream.append(text[start..<end])
            #expect(new.allSatisfy { $0.span.lowerBound >= settled } && stream.settled <= end)
            settled = stream.settled
            findings += new
            start = end
        }
        #expect(findings + stream.finish() == whole.findings && stream.allowedCount == whole.allowedCount)
        #expect(zip(whole.findings, whole.findings.dropFirst()).allSatisfy { $0.span.upperBound <= $1.span.lowerBound })
    }
}

struct PolicyRedactionTests {
    private static let digests = RedactionDigests(
        plain: { Digest(bytes: SHA256.digest(of: $0))! }, keyed: { Digest(bytes: SHA256.digest(of: [1] + $0))! })

    @Test func `each kind is replaced as the policy says`() throws {
        let settings = try DeclaredRecognizerTests.settings(
            #"""
              names: [person]
              recognizers: [{kind: badge, pattern: 'E-\d{2,6}'}]
              redact:
                default: replace
                credit_card: {mask: {keep_last: 4}}
                badge: {mask: {keep_last: 4}}
                email: pseudonymise
                phone: hash
                person: placeholder
                iban: remove
            """#)
        let text = Array(
            "4111 1111 1111 1111, E-123456, E-12, a@example.org, +44 20 7946 0123, Ada Lovelace, GB82WEST12345698765432, 10:1f:74:aa:bb:01"
                .utf8)
        let redactor = try Redactor(settings.redaction, Self.digests)
        let redacted = redactor.redact(SensitiveDataInspector(settings).findings(in: text), in: text)
        // sha256sum of the values, the first with a byte 1 before it.
        let expected =
            "**** **** **** 1111, *-***456, *-*2, [email:\(Self.start(Self.digests.keyed!, "a@example.org"))], "
            + "[phone:\(Self.start(Self.digests.plain, "+44 20 7946 0123"))], [PERSON_1], , [mac_address]"
        #expect(String(decoding: redacted.text, as: UTF8.self) == expected)
        #expect(redacted.placeholders == ["[PERSON_1]": Array("Ada Lovelace".utf8)])
    }

    private static func start(_ digest: DigestFunction, _ text: String) -> Substring {
        digest(Array(text.utf8)).hex.prefix(16)
    }

    @Test func `without a key there are no pseudonyms, and nothing instead`() throws {
        let keyless = RedactionDigests(plain: Self.digests.plain)
        for plan in [RedactionPlan(.pseudonymise), RedactionPlan(.mask(keepLast: 2), except: ["email": .pseudonymise])]
        {
            #expect(throws: RedactionError.noKey) { try Redactor(plan, keyless) }
        }
        #expect(throws: Never.self) { try Redactor(RedactionPlan(.hash, except: ["email": .placeholder]), keyless) }
        #expect(RedactionError.noKey.hint?.contains("inspection: redact:") == true)
    }
}
