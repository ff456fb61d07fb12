import GovernorCore
import GovernorInspect
import Testing

struct SensitiveDataInspectorTests {
    private static func spans(_ findings: [Finding]) -> [String] {
        findings.map { "\($0.kind) \($0.span.lowerBound)..<\($0.span.upperBound)" }
    }

    @Test(
        arguments: [
            "mail «email:ada@example.org», password: «password:kX9mQ2vLp7Zt»",
            // A URL keeps its digits from phone numbers, and not what it holds from being a secret.
            "https://example.org/020-7946-0958?token=«secret:q7Hd92kLmZpX4vTn8RsYbC31»&page=2",
            "postgres://app:«url_password:s3cr3tPw»@db.example.org:5432/x",
            "on 12/03/2024 at 10.0.0.1 see https://example.org/a?b=2",
            "card «credit_card:4111 1111 1111 1111», key «gitlab_token:glpat-Ab3dE6gH9jK2mN5pQ8sT»",
        ].map(MarkedText.init))
    func `personal data and secrets are found in one pass, whole and streamed`(marked: MarkedText) {
        let (inspector, text) = (SensitiveDataInspector(), Array(marked.text.utf8))
        #expect(Self.spans(inspector.findings(in: text)) == marked.spans)
        var stream = inspector.stream()
        let streamed = text.reduce(into: [Finding]()) { $0 += stream.append(CollectionOfOne($1)) } + stream.finish()
        #expect(Self.spans(streamed) == marked.spans)
    }

    @Test func `a secret is found in what the text encodes`() {
        // echo -n 'DB_PASSWORD=kX9mQ2vLp7Zt' | base64
        let text = Array("data: REJfUEFTU1dPUkQ9a1g5bVEydkxwN1p0 end".utf8)
        for findings in [SensitiveDataInspector().findings(in: text), SecretsInspector().findings(in: text)] {
            #expect(Self.spans(findings) == ["password 6..<38"])
            #expect(findings.map(\.evidence) == [.decoded])
        }
    }
}
