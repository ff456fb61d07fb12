import GovernorCore
import GovernorLedger
import GovernorTesting
import Testing

@Suite struct StatementTests {
    private static let summary = VerificationSummary(
        verifier: "https://governor.example/gate", time: Timestamp(millisecondsSince1970: 1_767_225_600_000),
        resourceURI: "pkg:model/demo", policy: .init(uri: "policy:adr-006@1.0.0", sha256: .sha256([2])),
        inputs: [.init(uri: "file:eval.json", sha256: .sha256([3]))], result: .passed, levels: ["GOVERNOR_GATE"])
    private static let subjects = [Statement.Subject(name: "model.gguf", sha256: .sha256([1]))]

    @Test func `a verification summary has every member the specification requires`() throws {
        let statement = Self.summary.statement(about: Self.subjects)
        let digests = [1, 2, 3].map { Digest.sha256([$0]).hex }
        let expected =
            #"{"_type":"https://in-toto.io/Statement/v1","predicate":{"inputAttestations":[{"digest":{"sha256":""#
            + digests[2] + #""},"uri":"file:eval.json"}],"policy":{"digest":{"sha256":""# + digests[1]
            + #""},"uri":"policy:adr-006@1.0.0"},"resourceUri":"pkg:model/demo","timeVerified":"2026-01-01T00:00:00.000Z","#
            + #""verificationResult":"PASSED","verifiedLevels":["GOVERNOR_GATE"],"verifier":{"id":"#
            + #""https://governor.example/gate"}},"predicateType":"https://slsa.dev/verification_summary/v1","#
            + #""subject":[{"digest":{"sha256":""# + digests[0] + #""},"name":"model.gguf"}]}"#
        #expect(String(decoding: try statement.json.canonicalBytes(), as: UTF8.self) == expected)
    }

    @Test func `a failed gate claims no level`() {
        let failed = VerificationSummary(
            verifier: "v", time: Timestamp(millisecondsSince1970: 0), resourceURI: "r",
            policy: .init(uri: "p", sha256: .sha256([])), result: .failed, levels: ["GOVERNOR_GATE"])
        #expect(failed.levels == ["FAILED"])
        #expect(failed.statement(about: Self.subjects).predicate["inputAttestations"] == nil)
    }

    @Test func `a signed statement is verified and read back`() throws {
        let key = SampleKeys.key("gate.example", seed: 4)
        let statement = Self.summary.statement(about: Self.subjects)
        let envelope = try statement.signed(by: key)
        let verified = try envelope.verified(by: [AttestationKey(key)], payloadType: Statement.payloadType)
        let read = try Statement(parsing: verified.payload)
        #expect(read == statement)
        #expect(read.subjects.map(\.sha256) == [.sha256([1])])
    }

    @Test(arguments: [
        "", "{}", #"{"_type": "https://in-toto.io/Statement/v0.1"}"#,
        #"{"_type": "https://in-toto.io/Statement/v1", "subject": [], "predicateType": "t"}"#,
        #"{"_type": "https://in-toto.io/Statement/v1", "subject": [{"name": "a"}], "predicateType": "t"}"#,
        #"{"_type": "https://in-toto.io/Statement/v1", "subject": [{"digest": {}}], "predicateType": "t"}"#,
        #"{"_type": "https://in-toto.io/Statement/v1", "subject": [{"digest": {"sha256": 1}}], "predicateType": "t"}"#,
        #"{"_type": "https://in-toto.io/Statement/v1", "subject": [{"digest": {"sha256": ""}}], "predicateType": ""}"#,
        #"{"_type": "https://in-toto.io/Statement/v1", "subject": [{"digest": {"a": "b"}}], "predicateType": "t", "predicate": 1}"#,
    ])
    func `a malformed statement is refused`(text: String) {
        #expect(throws: AttestationError.self) { try Statement(parsing: Array(text.utf8)) }
    }
}
