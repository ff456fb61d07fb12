import GovernorCore
import GovernorInspect
import Testing

/// What inspectors and their errors say never holds a word of the text.
struct PlantedTextTests {
    private static let text = Array(
        """
        I cannot help with that. Mail zanzibarplum@example.org or write to Zanzibarplum Smith in London, who was born on 3 May \
        1980; password = "zanzibarplum7Qx91kLmPz" and https://zanzibarplum:s3cr3tPw@zanzibarplum.example.org/zanzibarplum. The \
        zanzibarplum of the orchard is ripe in late autumn and is eaten by nobody but the birds, says "zanzibarplum is good food".
        """.utf8)

    private static func described(_ report: some Any) -> String {
        var description = ""
        dump(report, to: &description)
        return description.lowercased()
    }

    @Test func `no report of an inspector holds a word of the text`() throws {
        var builder = CorpusBuilder()
        let digest = try #require(Digest(bytes: [UInt8](repeating: 1, count: Digest.byteCount)))
        try builder.add(title: "work", digest: digest, text: Self.text)
        let inspection = TextInspector(corpus: try CorpusIndex(builder.build()), context: [Self.text]).inspect(
            Self.text)
        let names = NameTagger.standard.findings(in: Self.text)
        let all = PIIInspector(includesUnidentifying: true).findings(in: Self.text)
        let grounded = GroundednessInspector(sources: [Self.text], question: Self.text).report(on: Self.text)
        // Everything has something to report.
        #expect(Set(inspection.findings.map(\.kind)).isSuperset(of: ["email", "password", "url_password"]))
        #expect(inspection.refusal != nil && inspection.overlap?.passages.isEmpty == false)
        #expect(!names.isEmpty && all.count >= 3 && !grounded.sentences.isEmpty)
        for report in [
            Self.described(inspection), Self.described(names), Self.described(all), Self.described(grounded),
            Self.described(SecretsInspector().findings(in: Self.text)),
        ] {
            #expect(!report.contains("zanzibarplum"))
        }
    }

    @Test func `no error about a text or an index holds a word of it`() {
        let line = Array(#"{"text":"zanzibarplum","spans":[{"entity":"zanzibarplum","start":5,"end":99}]}"#.utf8)
        for (input, read) in [
            (line, { _ = try LabelledText(line: $0) }), (Self.text, { _ = try LabelledText(line: $0) }),
            (Self.text, { _ = try CorpusIndex($0) }), (Array("govcorp1".utf8) + Self.text, { _ = try CorpusIndex($0) }),
        ] as [([UInt8], ([UInt8]) throws -> Void)] {
            let error = #expect(throws: (any Error).self) { try read(input) }
            let message = (error as? any GovernorError).map { $0.message + ($0.hint ?? "") } ?? ""
            #expect(!message.isEmpty && !message.lowercased().contains("zanzibar"))
        }
    }
}
