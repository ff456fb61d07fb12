import GovernorCore
import GovernorInspect
import Testing

struct DecodingTests {
    @Test(
        arguments: [
            "data: «email:YWRhQGV4YW1wbGUub3Jn»", "«email:bXkgbWFpbCBpcyBhZGFAZXhhbXBsZS5vcmcgYW5k»,",
            "«credit_card:NDExMTExMTExMTExMTExMQ==»",
            "token=«email:TWFpbCBhZGFAZXhhbXBsZS5vcmch».", "hex «email:616461406578616d706c652e6f7267».",
            "https://example.org/?mail=«email:ada%40example.org»",
            "mail=«email:ada%40example.org»&x=1", "«credit_card:4%31%31%31111111111111»",
            "my card is «credit_card:4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1», ok",
            "write «email:a d a @ e x a m p l e . o r g» now",
            "&quot;«email:ada&#64;example.org»&quot;", "'«email:ada\\x40example\\u002eorg»'",
            "«email:61 64 61 40 65 78 61 6d 70 6c 65 2e 6f 72 67»", "«email:WVdSaFFHVjRZVzF3YkdVdWIzSm4=»",
            "«credit_card:4-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1»",
        ].map(MarkedText.init))
    func `what is encoded is found as the piece that holds it`(marked: MarkedText) {
        let findings = PIIInspector().findings(in: Array(marked.text.utf8))
        #expect(findings.map { "\($0.kind) \($0.span.lowerBound)..<\($0.span.upperBound)" } == marked.spans)
        #expect(findings.allSatisfy { $0.evidence == .decoded })
    }

    @Test(arguments: ["card 4111111111111111, mail ada@example.org", "password: hunter2xQ9!, card 4111111111111111"])
    func `one piece may hold several things, and all are told`(text: String) throws {
        let plain = SensitiveDataInspector().findings(in: Array(text.utf8))
        #expect(plain.count == 2)
        let hex = Hex.encode(Array(text.utf8))
        for encoded in [Base64.encode(Array(text.utf8)), hex] {
            let finding = try #require(SensitiveDataInspector().findings(in: Array(encoded.utf8)).first)
            #expect(finding.span == 0..<encoded.utf8.count)
            #expect(Set(finding.kinds) == Set(plain.map(\.kind)), "\(encoded.count): \(finding)")
        }
    }

    @Test(arguments: [300, 2000, 11_000], [1, 700, 5000])
    func `padding does not hide what is encoded, however the text is cut`(padding: Int, chunk: Int) {
        let filler = String(repeating: "padding, ", count: padding / 9)
        let hidden = Array("\(filler)mail ada@example.org".utf8)
        for encoded in [Base64.encode(hidden), Hex.encode(hidden)] where encoded.utf8.count <= 16_384 {
            let text = Array("see \(encoded) and more".utf8)
            let findings = SensitiveDataInspector().findings(in: text)
            #expect(findings.map(\.kind) == ["email"])
            #expect(findings.map(\.span) == [4..<4 + encoded.utf8.count])
            var stream = SensitiveDataInspector().stream()
            var streamed: [Finding] = []
            for start in stride(from: 0, to: text.count, by: chunk) {
                streamed += stream.append(text[start..<min(text.count, start + chunk)])
            }
            streamed += stream.finish()
            #expect(streamed == findings)
        }
    }

    @Test func `a stream waits for little of what decodes to no text`() {
        let binary = Base64.encode((0..<9000).map { UInt8(truncatingIfNeeded: $0 &* 197) })
        var stream = SensitiveDataInspector().stream()
        _ = stream.append(Array(binary.utf8))
        #expect(stream.settled > binary.utf8.count - 4096)
    }

    @Test(arguments: [
        "dGhpcyBpcyBqdXN0IGEgc2VudGVuY2U=", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "100%41", "50%25 of all",
        "A B C D E F G H", "1 2 3 4 5 6 7 8 9", "internationalisation", "Donaudampfschifffahrtsgesellschaft",
        "a-b-c-d-e-f-g", "Tom&nbsp;&amp;&nbsp;Jerry", "?a=1&copy=2&part=3", "\\x00\\x01\\x02",
        "41 42 43 44 45 46 47 48 49 4a 4b 4c",
    ])
    func `what decodes to nothing of interest is left alone`(text: String) {
        #expect(PIIInspector().findings(in: Array(text.utf8)).isEmpty)
    }
}
