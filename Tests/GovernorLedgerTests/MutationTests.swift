import GovernorCore
import GovernorLedger
import GovernorTesting
import Testing

/// Every reader of untrusted bytes against random damage of valid inputs: none may crash, and what is still accepted must be
/// written again byte for byte (so that there is one spelling of everything that is signed).
@Suite struct MutationTests {
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `damaged notes, proofs, bundles and envelopes are refused or unambiguous`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let samples = try Self.samples()
        for _ in 0..<400 {
            for (kind, bytes) in samples {
                let damaged = Self.damage(bytes, using: &random)
                if let written = Self.readAndWrite(kind, damaged) { #expect(written == damaged, "\(kind)") }
            }
        }
    }

    private enum Kind: CaseIterable { case checkpoint, proof, bundle, verifierKey, envelope }

    /// What a reader made of bytes, written again; nil when it refuses them.
    private static func readAndWrite(_ kind: Kind, _ bytes: [UInt8]) -> [UInt8]? {
        switch kind {
        case .checkpoint: return (try? SignedCheckpoint(parsing: bytes))?.encoded
        case .proof: return (try? TLogProof(parsing: bytes))?.encoded
        case .bundle: return (try? EntryBundle(parsing: bytes))?.encoded
        case .verifierKey:
            let key = try? VerifierKey(parsing: String(decoding: bytes, as: UTF8.self))
            // Hexadecimal digits may be upper case.
            return key.map { $0.description.lowercased() == String(decoding: bytes, as: UTF8.self).lowercased() }
                == true
                ? bytes : nil
        case .envelope:
            // JSON has many spellings; what counts is that reading the written form changes nothing.
            guard let envelope = try? DSSEEnvelope(parsing: bytes) else { return nil }
            return (try? DSSEEnvelope(json: envelope.json)) == envelope ? bytes : []
        }
    }

    private static func samples() throws -> [(Kind, [UInt8])] {
        let key = SampleKeys.key("log.example", seed: 1)
        let reference = ReferenceTree(size: 5, seed: 1)
        let signed = try SignedCheckpoint(
            signing: Checkpoint(origin: key.verifierKey.name, size: 5, root: reference.root), by: key)
        let inclusion = InclusionProof(index: 3, treeSize: 5, hashes: reference.inclusionPath(3, in: 0..<5))
        return [
            (.checkpoint, signed.encoded),
            (.proof, TLogProof(extra: [1, 2, 3], inclusion: inclusion, checkpoint: signed).encoded),
            (.bundle, try EntryBundle([[1, 2], [], [3]]).encoded),
            (.verifierKey, Array(key.verifierKey.description.utf8)),
            (.envelope, Array(DSSEEnvelope(signing: [1, 2, 3], type: "t", by: key).json.compactText.utf8)),
        ]
    }

    private static func damage(_ bytes: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
            let offset = Int.random(in: bytes.indices, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[offset] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes.remove(at: offset)
            case 2: bytes.insert(Self.interesting.randomElement(using: &random) ?? 0, at: offset)
            case 3: bytes.removeSubrange(offset...)
            default: bytes.insert(contentsOf: bytes[offset...], at: Int.random(in: bytes.indices, using: &random))
            }
        }
        return bytes
    }

    private static let interesting = Array("\n =+-0A\u{2014}\"{}[],:\\\r\u{0}".utf8) + [0xFF, 0xC0, 0x80]
}
