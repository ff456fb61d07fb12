import GovernorCore
import GovernorLedger

/// What checking an evidence document against trusted keys came to.
enum EvidenceVerdict: Equatable {
    /// Signed by a trusted key and unchanged since.
    case valid(EvidenceSummary)
    /// It has no signature: nobody vouches for it.
    case unsigned
    /// It, its signature, or both were changed after signing.
    case tampered(reason: String)
    /// It is signed by keys that are not among the trusted ones; their ids.
    case unknownKey(ids: [String])
}

/// What a valid document says, for the person who checks it.
struct EvidenceSummary: Equatable {
    /// The build.
    let buildID: String
    /// `PASS` or `FAIL`.
    let outcome: String
    /// The policy's id and version.
    let policy: String
    /// When the build was judged.
    let time: String
    /// The trusted key that signed.
    let keyName: String
    /// The artifacts and the policy file that were judged: names and SHA-256 in hexadecimal.
    let subjects: [Subject]

    /// A file that was judged.
    struct Subject: Equatable {
        /// Its name.
        let name: String
        /// Its SHA-256 in 64 hexadecimal digits.
        let sha256: String
    }
}

/// Checks the signature of an evidence document, offline.
enum EvidenceVerification {
    /// Whether JSON looks like an evidence document, signed or not.
    static func recognizes(_ json: JSONValue) -> Bool {
        json["build_id"] != nil && json["thresholds_checked"] != nil
    }

    /// Checks a document.
    ///
    /// - Parameters:
    ///   - json: The document.
    ///   - name: What to call it in errors.
    ///   - keys: The trusted keys.
    /// - Throws: ``CommandError`` when it cannot be read as an evidence document at all.
    static func verify(_ json: JSONValue, from name: String, keys: [VerifierKey]) throws -> EvidenceVerdict {
        guard let document = json.object, recognizes(json), let signature = document["signature"] else {
            throw CommandError.invalid(
                path: name, problem: "not an evidence document", hint: "'governor gate --evidence FILE' writes one")
        }
        if signature.isNull { return .unsigned }
        // The signature is the one member that the digest does not cover.
        if let unknown = DSSEEnvelope.unknownMember(in: signature) {
            return .tampered(reason: "the signature has a member that nothing vouches for: '\(unknown)'")
        }
        let digest = try GateEvidence(reading: document, from: name).digest
        do throws(AttestationError) {
            let envelope = try DSSEEnvelope(json: signature)
            // The gate signs with Ed25519. The other keys that a file may list are those of logs and witnesses.
            let trusted = try keys.filter { $0.algorithm == .ed25519 }.map { key throws(AttestationError) in
                (name: "\(key.name)", key: try AttestationKey(ed25519: key.publicKey))
            }
            let verified: DSSEEnvelope.Verified
            do throws(AttestationError) {
                verified = try envelope.verified(by: trusted.map(\.key), payloadType: Statement.payloadType)
            } catch {
                // Nothing authenticates a key id: it only says what became of a signature that no trusted key made.
                let ids = Set(envelope.signatures.compactMap(\.keyID))
                guard case .tooFewSignatures = error, trusted.isEmpty || !ids.isEmpty,
                    !trusted.contains(where: { ids.contains($0.key.keyID) })
                else { throw error }
                return .unknownKey(ids: ids.sorted())
            }
            let statement = try Statement(parsing: verified.payload)
            let signer = trusted.first { verified.keys.contains($0.key) }?.name ?? ""
            return judge(document, digest, statement, signer: signer)
        } catch {
            return .tampered(reason: error.message)
        }
    }

    private static func judge(
        _ document: JSONObject, _ digest: Digest, _ statement: Statement, signer: String
    ) -> EvidenceVerdict {
        guard statement.predicateType == VerificationSummary.predicateType else {
            return .tampered(reason: "the signature is about something else: \(statement.predicateType)")
        }
        let own = statement.subjects.first { $0.name == GateAttestation.evidenceSubject }
        guard own?.sha256 == digest else {
            return .tampered(reason: "the document is not the one that was signed")
        }
        let text = { (name: String) in document[name]?.string ?? "" }
        return .valid(
            EvidenceSummary(
                buildID: text("build_id"), outcome: text("outcome"),
                policy: "\(text("policy_id")) \(text("policy_version"))", time: text("timestamp"), keyName: signer,
                subjects: statement.subjects.filter { $0.name != GateAttestation.evidenceSubject }.compactMap {
                    subject in
                    subject.sha256.map { EvidenceSummary.Subject(name: subject.name, sha256: $0.hex) }
                }))
    }
}
