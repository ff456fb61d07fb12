import Foundation
import GovernorCore
import GovernorLedger
import Testing

@testable import governor

/// `evidence.json` from the process, checked in this one.
struct EvidenceVerificationTests {
    @Test func `G.11: signed evidence verifies with the public key`() async throws {
        let (evidence, key, folder) = try await signedEvidence()
        guard case .valid(let summary) = try verify(evidence, key) else {
            Issue.record("not valid")
            return
        }
        #expect(summary.buildID == "build-7")
        #expect(summary.outcome == "PASS")
        #expect(summary.policy == "world 1.2.0")
        #expect(summary.keyName == "gate.example/test")
        let subjects = Dictionary(uniqueKeysWithValues: summary.subjects.map { ($0.name, $0.sha256) })
        for name in ["policy.yaml", "passing/eval_drift.json", "passing/eval_quality.json"] {
            let sum = try await CommandRun.shell("sha256sum \(name)", in: folder)
            #expect(subjects[name].map { sum.output.hasPrefix($0) } == true)
        }
        #expect(subjects.count == 5)
    }

    @Test func `G.11: the signature is an in-toto Statement v1 with a verification summary in DSSE`() async throws {
        let (evidence, _, _) = try await signedEvidence()
        let envelope = try #require(evidence["signature"])
        #expect(envelope["payloadType"]?.string == "application/vnd.in-toto+json")
        let payload = try #require(envelope["payload"]?.string.flatMap { Base64.decode($0) })
        let statement = try JSONValue(parsing: payload)
        #expect(statement["_type"]?.string == "https://in-toto.io/Statement/v1")
        #expect(statement["predicateType"]?.string == "https://slsa.dev/verification_summary/v1")
        #expect(statement["predicate"]?["verificationResult"]?.string == "PASSED")
    }

    @Test func `a change of any value is noticed`() async throws {
        let (evidence, key, _) = try await signedEvidence()
        let paths = Self.leaves(of: evidence, below: []).filter { $0.first != "signature" }
        #expect(paths.count > 20)
        for path in paths {
            let changed = Self.changing(evidence, at: path[...])
            let verdict = try verify(changed, key)
            #expect(verdict == .tampered(reason: "the document is not the one that was signed"), "\(path)")
        }
    }

    @Test func `an added or a removed member is noticed`() async throws {
        let (evidence, key, _) = try await signedEvidence()
        var added = try #require(evidence.object)
        added["note"] = "approved by everybody"
        var removed = try #require(evidence.object)
        removed["policy_id"] = nil
        for changed in [added, removed] {
            guard case .tampered = try verify(.object(changed), key) else {
                Issue.record("not noticed")
                return
            }
        }
    }

    @Test func `a member of the signature that nothing vouches for is noticed`() async throws {
        let (evidence, key, _) = try await signedEvidence()
        for place in ["/approved_by", "/signatures/0/approved_by"] {
            var document = try #require(evidence.object)
            var envelope = try #require(evidence["signature"]?.object)
            if place.hasPrefix("/signatures") {
                var signature = try #require(envelope["signatures"]?.array?.first?.object)
                signature["approved_by"] = "everybody"
                envelope["signatures"] = [.object(signature)]
            } else {
                envelope["approved_by"] = "everybody"
            }
            document["signature"] = .object(envelope)
            let reason = "the signature has a member that nothing vouches for: '\(place)'"
            #expect(try verify(.object(document), key) == .tampered(reason: reason))
        }
    }

    @Test func `a changed signature and a changed payload are noticed`() async throws {
        let (evidence, key, _) = try await signedEvidence()
        for member in ["payload", "sig"] {
            var document = try #require(evidence.object)
            var envelope = try #require(evidence["signature"]?.object)
            if member == "payload" {
                envelope["payload"] = .string(Self.flipped(try #require(envelope["payload"]?.string)))
            } else {
                var signature = try #require(envelope["signatures"]?.array?.first?.object)
                signature["sig"] = .string(Self.flipped(try #require(signature["sig"]?.string)))
                envelope["signatures"] = [.object(signature)]
            }
            document["signature"] = .object(envelope)
            guard case .tampered = try verify(.object(document), key) else {
                Issue.record("not noticed: \(member)")
                return
            }
        }
    }

    @Test func `another key is unknown, not a sign of tampering`() async throws {
        let (evidence, _, _) = try await signedEvidence()
        var random = SystemRandomNumberGenerator()
        let other = SigningKey(generating: try KeyName(parsing: "gate.example/other"), using: &random)
        guard case .unknownKey(let ids) = try verify(evidence, other) else {
            Issue.record("not unknown")
            return
        }
        #expect(ids.count == 1)
    }

    @Test func `keys of other kinds in the list change nothing`() async throws {
        let (evidence, key, _) = try await signedEvidence()
        let own = key.verifierKey
        let witness = try VerifierKey(name: own.name, algorithm: .cosignature, publicKey: own.publicKey)
        let spki = """
            MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEfPuJK1BUBbadflQTlCV+qQFnkW5Ts8MB4T1IzI+XkKivqrwg4q8Df8kQBYV15SnIRAdaRpOU\
            gKYD7ko71s/dQw==
            """
        let log = try VerifierKey(
            name: own.name, algorithm: .ecdsa, publicKey: try #require(Base64.decode(spki)))
        for keys in [[log, witness, own], [own, witness, log]] {
            guard case .valid = try EvidenceVerification.verify(evidence, from: "e.json", keys: keys) else {
                Issue.record("not valid")
                return
            }
        }
        // A witness vouches for checkpoints, not for what a gate found.
        guard case .unknownKey = try EvidenceVerification.verify(evidence, from: "e.json", keys: [witness]) else {
            Issue.record("taken for a gate's key")
            return
        }
    }

    @Test func `a wrong key id beside a good signature changes nothing`() async throws {
        let (evidence, key, _) = try await signedEvidence()
        for id in [.string("0000"), nil] as [JSONValue?] {
            var document = try #require(evidence.object)
            var envelope = try #require(evidence["signature"]?.object)
            var signature = try #require(envelope["signatures"]?.array?.first?.object)
            signature["keyid"] = id
            envelope["signatures"] = [.object(signature)]
            document["signature"] = .object(envelope)
            guard case .valid = try verify(.object(document), key) else {
                Issue.record("not valid")
                return
            }
        }
    }

    @Test(arguments: ["", "\n\n"])
    func `a file of keys without a key is an error`(content: String) async throws {
        let (_, _, folder) = try await signedEvidence()
        try folder.write(content, to: "empty.vkey")
        let run = try await CommandRun.governor(["verify", "e.json", "--key", "empty.vkey"], in: folder)
        #expect(run.status == 2)
        #expect(run.diagnostics.contains("'empty.vkey': there is no key in it"))
        #expect(run.output.isEmpty)
    }

    @Test func `evidence without a signature is unsigned`() async throws {
        let (evidence, key, _) = try await signedEvidence()
        var document = try #require(evidence.object)
        document["signature"] = .null
        #expect(try verify(.object(document), key) == .unsigned)
    }

    @Test func `a number whose last digits the digest would not cover is refused`() async throws {
        let (evidence, key, _) = try await signedEvidence()
        var document = try #require(evidence.object)
        document["extra"] = try JSONValue(parsing: "0.10000000000000000000001")
        #expect(throws: CommandError.self) { try verify(.object(document), key) }
    }

    @Test func `a metric with more digits than a double keeps them as text`() async throws {
        let folder = try WorkFolder.world()
        try folder.write("{\"psi\": 0.10000000000000000000001}", to: "passing/eval_drift.json")
        let key = try Self.key(in: folder)
        let evidence = try await Self.gate(in: folder)
        #expect(evidence["thresholds_checked"]?.array?.last?["actual"]?.string == "0.10000000000000000000001")
        guard case .valid = try verify(evidence, key) else {
            Issue.record("not valid")
            return
        }
    }

    @Test func `the private key is never printed`() async throws {
        let folder = try WorkFolder.world()
        let key = try Self.key(in: folder)
        let run = try await CommandRun.governor(
            ["gate", "--config", "policy.yaml", "--artifacts", "passing", "--key", "gate.key", "--evidence", "e.json"],
            in: folder)
        let secret = try #require(key.exportedForKeyFile().split(separator: "+", maxSplits: 4).last)
        #expect(run.status == 0)
        #expect(!run.everything.contains(secret))
        #expect(!(try folder.text("e.json").contains(secret)))
        try folder.write(String(key.exportedForKeyFile().dropLast(3)), to: "gate.key")
        let broken = try await CommandRun.governor(
            ["gate", "--config", "policy.yaml", "--artifacts", "passing", "--key", "gate.key"], in: folder)
        #expect(broken.status == 2)
        #expect(!broken.everything.contains(secret.dropLast(3)))
    }

    @Test func `a key file that others may read is refused as the ledger refuses it`() async throws {
        let folder = try WorkFolder.world()
        _ = try Self.key(in: folder)
        try folder.setMode(0o644, of: "gate.key")
        let run = try await CommandRun.governor(
            ["gate", "--config", "policy.yaml", "--artifacts", "passing", "--key", "gate.key", "--evidence", "e.json"],
            in: folder)
        #expect(run.status == 2)
        #expect(run.diagnostics.contains("error: gate.key holds a secret and has mode 0644\n"))
        #expect(run.diagnostics.contains("hint: run 'chmod 600 gate.key'"))
        #expect(run.output.isEmpty && !folder.has("e.json"))
    }

    @Test func `the text of a key in place of a file is not repeated`() async throws {
        let folder = try WorkFolder.world()
        let text = try Self.key(in: folder).exportedForKeyFile()
        let secret = try #require(text.split(separator: "+", maxSplits: 4).last)
        for arguments in [
            ["gate", "--config", "policy.yaml", "--artifacts", "passing", "--key", text],
            ["gate", "--config", text, "--artifacts", "passing"], ["verify", text, "--key", "gate.key"],
        ] {
            let run = try await CommandRun.governor(arguments, in: folder)
            #expect(run.status == 2)
            #expect(!run.everything.contains(secret), "\(arguments)")
        }
    }

    @Test func `what a document says cannot draw a verdict of its own`() async throws {
        let (_, key, folder) = try await signedEvidence()
        try folder.write("\(key.verifierKey)\n", to: "gate.vkey")
        let forged = "b\u{1B}[2J\nUNSIGNED\r"
        let run = try await CommandRun.governor(
            [
                "gate", "--config", "policy.yaml", "--artifacts", "passing", "--key", "gate.key", "--evidence",
                "e.json",
                "--build-id", forged,
            ], in: folder)
        try #require(run.status == 0, "\(run.everything)")
        let verified = try await CommandRun.governor(["verify", "e.json", "--key", "gate.vkey"], in: folder)
        #expect(verified.status == 0)
        #expect(verified.output.hasPrefix("VALID\nthe gate judged build b"))
        #expect(!verified.output.contains("\nUNSIGNED"))
        #expect(verified.output.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
    }

    @Test func `governor verify tells valid, tampered, unsigned and unknown key apart by exit code`() async throws {
        let (evidence, key, folder) = try await signedEvidence()
        try folder.write("\(key.verifierKey)\n", to: "gate.vkey")
        var random = SystemRandomNumberGenerator()
        let other = SigningKey(generating: try KeyName(parsing: "gate.example/other"), using: &random)
        try folder.write("\(other.verifierKey)\n", to: "other.vkey")
        let signed = try folder.text("e.json")
        try folder.write(signed.replacing("0.84", with: "0.94"), to: "tampered.json")
        try folder.write(
            JSONValue.object(
                JSONObject((evidence.object ?? [:]).map { ($0.name, $0.name == "signature" ? .null : $0.value) })
            )
            .prettyText, to: "unsigned.json")
        for (file, vkey, status, word) in [
            ("e.json", "gate.vkey", 0, "VALID"), ("tampered.json", "gate.vkey", 1, "TAMPERED"),
            ("unsigned.json", "gate.vkey", 1, "UNSIGNED"), ("e.json", "other.vkey", 4, "UNKNOWN KEY"),
        ] as [(String, String, Int32, String)] {
            let run = try await CommandRun.governor(["verify", file, "--key", vkey], in: folder)
            #expect(run.status == status, "\(run.everything)")
            #expect(run.output.hasPrefix("\(word)\n"))
        }
    }

    // MARK: Making and changing evidence

    private func signedEvidence() async throws -> (evidence: JSONValue, key: SigningKey, folder: WorkFolder) {
        let folder = try WorkFolder.world()
        let key = try Self.key(in: folder)
        return (try await Self.gate(in: folder), key, folder)
    }

    private static func key(in folder: WorkFolder) throws -> SigningKey {
        var random = SystemRandomNumberGenerator()
        let key = SigningKey(generating: try KeyName(parsing: "gate.example/test"), using: &random)
        try folder.write(key.exportedForKeyFile() + "\n", to: "gate.key")
        try folder.setMode(0o600, of: "gate.key")
        return key
    }

    private static func gate(in folder: WorkFolder) async throws -> JSONValue {
        let run = try await CommandRun.governor(
            [
                "gate", "--config", "policy.yaml", "--artifacts", "passing", "--key", "gate.key", "--evidence",
                "e.json",
                "--build-id", "build-7",
            ], in: folder)
        try #require(run.status == 0, "\(run.everything)")
        #expect(run.diagnostics.isEmpty)
        return try JSONValue(parsing: folder.text("e.json"))
    }

    private func verify(_ evidence: JSONValue, _ key: SigningKey) throws -> EvidenceVerdict {
        try EvidenceVerification.verify(evidence, from: "evidence.json", keys: [key.verifierKey])
    }

    /// The paths to all values that are neither arrays nor objects.
    private static func leaves(of value: JSONValue, below path: [String]) -> [[String]] {
        switch value {
        case .object(let members): members.flatMap { leaves(of: $0.value, below: path + [$0.name]) }
        case .array(let elements):
            elements.enumerated().flatMap { leaves(of: $0.element, below: path + ["\($0.offset)"]) }
        default: [path]
        }
    }

    private static func changing(_ value: JSONValue, at path: ArraySlice<String>) -> JSONValue {
        guard let step = path.first else { return value == "x" ? "y" : "x" }
        switch value {
        case .object(var members):
            members[step] = members[step].map { changing($0, at: path.dropFirst()) }
            return .object(members)
        case .array(var elements):
            if let index = Int(step) { elements[index] = changing(elements[index], at: path.dropFirst()) }
            return .array(elements)
        default: return value
        }
    }

    /// The text with one letter in the middle replaced by another of its alphabet.
    private static func flipped(_ base64: String) -> String {
        var letters = Array(base64)
        let middle = letters.count / 2
        letters[middle] = letters[middle] == "A" ? "B" : "A"
        return String(letters)
    }
}
