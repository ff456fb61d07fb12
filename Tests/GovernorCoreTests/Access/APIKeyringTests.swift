import GovernorCore
import Testing

@Suite struct APIKeyringTests {
    /// Folds the bytes; enough to tell keys apart here.
    static let digest: DigestFunction = { bytes in
        var folded = [UInt8](repeating: 7, count: 32)
        for (offset, byte) in bytes.enumerated() { folded[offset % 32] = folded[offset % 32] &* 31 &+ byte }
        guard let digest = Digest(bytes: folded) else { preconditionFailure("32 bytes") }
        return digest
    }

    static let time = Timestamp(millisecondsSince1970: 1_800_000_000_000)

    @Test func `the bearer of a key is known, anybody else is not`() {
        var random = SeededGenerator(seed: 1)
        let (first, second) = (APIKey(using: &random), APIKey(using: &random))
        let keyring = APIKeyring(
            [
                first.record(id: "pipeline", role: .service, created: Self.time, digest: Self.digest),
                second.record(id: "ada", role: .auditor, created: Self.time, digest: Self.digest),
            ], digest: Self.digest)
        #expect(keyring.principal(bearing: first.secret) == Principal(id: "pipeline", role: .service))
        #expect(keyring.principal(bearing: second.secret)?.role == .auditor)
        #expect(keyring.principal(bearing: "gov_" + String(repeating: "A", count: 43)) == nil)
        #expect(keyring.principal(bearing: "") == nil)
        #expect(first.secret.utf8.count == 47)
    }

    @Test func `a keyring survives being stored, and holds no secret`() throws {
        var random = SeededGenerator(seed: 2)
        let key = APIKey(using: &random)
        let keyring = APIKeyring(
            [key.record(id: "pipeline", role: .service, created: Self.time, digest: Self.digest)], digest: Self.digest)
        let text = keyring.json.compactText
        #expect(!text.contains(key.secret))
        let restored = try #require(APIKeyring(try JSONValue(parsing: text), digest: Self.digest))
        #expect(restored.principal(bearing: key.secret)?.id == "pipeline")
        #expect(restored.all == keyring.all)
    }

    @Test(arguments: [
        "{}", "[]", #"{"keys": [{}]}"#,
        #"{"keys": [{"id": "a", "role": "root", "created": "2026-01-01", "sha256": "00"}]}"#,
    ]) func `what is no keyring is refused`(text: String) throws {
        #expect(APIKeyring(try JSONValue(parsing: text), digest: Self.digest) == nil)
    }

    @Test func `G.6: roles hold the permissions that the table names`() {
        #expect(Role.developer.permissions.isSuperset(of: [.buildRead, .ciTrigger]))
        #expect(Role.pmo.permissions.isSuperset(of: [.dashboardView, .gateOverride]))
        #expect(Role.compliance.permissions.isSuperset(of: [.evidenceRead, .policyManage]))
        #expect(Role.auditor.permissions.isSuperset(of: [.evidenceRead, .exportAudit]))
        #expect(Role.admin.permissions == Set(Permission.allCases))
        #expect(!Role.developer.permissions.contains(.evidenceErase))
    }
}
