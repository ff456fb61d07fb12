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

    @Test(arguments: [
        "dGhpcyBpcyBqdXN0IGEgc2VudGVuY2U=", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "100%41", "50%25 of all",
        "A B C D E F G H", "1 2 3 4 5 6 7 8 9", "internationalisation", "Donaudampfschifffahrtsgesellschaft",
        "a-b-c-d-e-f-g",
    ])
    func `what decodes to nothing of interest is left alone`(text: String) {
        #expect(PIIInspector().findings(in: Array(text.utf8)).isEmpty)
    }
}
