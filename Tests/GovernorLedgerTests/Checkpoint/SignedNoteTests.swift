import GovernorCore
import GovernorLedger
import GovernorTesting
import Testing

@Suite struct SignedNoteTests {
    static let text = Array("log.example\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n".utf8)
    let key = SampleKeys.key("log.example", seed: 1)

    @Test(arguments: [1, 16, 100])
    func `a note may have many signatures, of which the known one counts`(count: Int) throws {
        var note = try SignedNote(signing: Self.text, by: key)
        for number in 1..<max(2, count) where number < count {
            note.append(try SampleKeys.key("other.example/\(number)", seed: UInt64(number)).signNote(Self.text))
        }
        let read = try SignedNote(parsing: note.encoded)
        #expect(read == note)
        #expect(try read.verified(by: [key.verifierKey]).map(\.key) == [key.verifierKey])
    }

    @Test func `more than a hundred signatures are refused`() throws {
        var note = try SignedNote(signing: Self.text, by: key)
        for _ in 0..<100 { note.append(note.signatures[0]) }
        #expect(throws: NoteError.tooManySignatures(101)) { try SignedNote(parsing: note.encoded) }
    }

    @Test func `one wrong signature by a known key rejects the note, whatever else it carries`() throws {
        let second = SampleKeys.key("second.example", seed: 2)
        var note = try SignedNote(signing: Self.text, by: key)
        note.append(try second.signNote(Array("another text\n".utf8)))
        #expect(throws: NoteError.invalidSignature(signer: "second.example")) {
            try note.verified(by: [key.verifierKey, second.verifierKey])
        }
        #expect(try note.verified(by: [key.verifierKey]).count == 1)
    }

    @Test func `a signature that stands twice counts once`() throws {
        var note = try SignedNote(signing: Self.text, by: key)
        note.append(note.signatures[0])
        #expect(try note.verified(by: [key.verifierKey, key.verifierKey]).count == 1)
    }

    @Test func `another key of the same name is unknown`() throws {
        let note = try SignedNote(signing: Self.text, by: key)
        let other = SampleKeys.key("log.example", seed: 9).verifierKey
        #expect(throws: NoteError.noTrustedSignature(signers: ["log.example+\(key.verifierKey.id)"])) {
            try note.verified(by: [other])
        }
    }

    @Test func `names that only look alike are different`() throws {
        #expect(try KeyName(parsing: "caf\u{E9}") != KeyName(parsing: "cafe\u{301}"))
    }

    @Test(arguments: ["", "two words", "a+b", "a\u{A0}b", "a\nb", "a\u{7}b", "a\u{3000}b"])
    func `a name with spaces, plus or control characters is refused`(name: String) {
        #expect(throws: NoteError.malformedKeyName) { try KeyName(parsing: name) }
    }

    @Test(arguments: MalformedNote.all)
    func `a malformed note is refused`(note: MalformedNote) {
        #expect(throws: note.error) { try SignedNote(parsing: note.bytes) }
    }

    @Test(arguments: ["DSSEv1 3 a/b 2 {}\n", "cosignature/v1\ntime 1\nlog.example\n"])
    func `a text that could be another kind of signed message is not signed`(text: String) {
        #expect(throws: NoteError.reservedText) { try SignedNote(signing: Array(text.utf8), by: key) }
    }

    @Test func `no changed byte of a signed checkpoint goes unnoticed`() throws {
        let checkpoint = Checkpoint(origin: key.verifierKey.name, size: 0, root: MerkleHash.empty)
        let bytes = try SignedCheckpoint(signing: checkpoint, by: key).encoded
        for offset in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[offset] ^= 1 << UInt8(bit)
                #expect(throws: NoteError.self, "byte \(offset), bit \(bit)") {
                    try SignedCheckpoint(parsing: changed).verified(by: [key.verifierKey])
                }
            }
        }
    }

    @Test(arguments: ForeignSignature.all)
    func `signatures of the other kinds verify, and their changed bytes do not`(foreign: ForeignSignature) throws {
        let verifier = try VerifierKey(parsing: foreign.vkey)
        #expect(verifier.description == foreign.vkey)
        let line = Array("\n\u{2014} log.example \(foreign.signature)\n".utf8)
        let note = try SignedNote(parsing: Self.text + line)
        let verification = try SignedCheckpoint(parsing: note.encoded).verified(by: [verifier])
        #expect(verification.map(\.time) == [foreign.time])

        let signature = note.signatures[0]
        for offset in signature.signature.indices {
            var changed = signature.signature
            changed[offset] ^= 1
            var mutant = try SignedNote(parsing: SignedNote(signing: Self.text, by: key).encoded)
            mutant.append(NoteSignature(name: signature.name, keyID: signature.keyID, signature: changed))
            #expect(throws: NoteError.self, "byte \(offset)") { try mutant.verified(by: [verifier]) }
        }
    }

    @Test(arguments: [
        "", "a", "a+b", "log.example+00000000+AQ==", "log.example+zz+AQ==", "+12345678+AQ==",
        "log.example+530d903a+not base64",
    ])
    func `a malformed verifier key is refused`(text: String) {
        #expect(throws: NoteError.self) { try VerifierKey(parsing: text) }
    }
}

/// Bytes that are no note, and why.
struct MalformedNote: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let error: NoteError

    init(_ text: String, _ error: NoteError) {
        testDescription = text
        bytes = Array(text.utf8)
        self.error = error
    }

    init(_ name: String, bytes: [UInt8], _ error: NoteError) {
        testDescription = name
        self.bytes = bytes
        self.error = error
    }

    static let all = [
        MalformedNote("", .missingSignatures), MalformedNote("text\n", .missingSignatures),
        MalformedNote("text\n\n", .malformedSignature(line: 1)),
        MalformedNote("text\n\n\u{2014} a AAAAAAA=", .missingSignatures),
        MalformedNote("text\n\n- a AAAAAAA=\n", .malformedSignature(line: 1)),
        MalformedNote("text\n\n\u{2014} a\n", .malformedSignature(line: 1)),
        MalformedNote("text\n\n\u{2014} a AAAA\n", .malformedSignature(line: 1)),
        MalformedNote("text\n\n\u{2014} a AAAAAAB=\n", .malformedSignature(line: 1)),
        MalformedNote("text\n\n\u{2014} a AAAAAAA= x\n", .malformedSignature(line: 1)),
        MalformedNote("text\n\n\u{2014} a AAAAAAA=\ntext\n", .malformedSignature(line: 2)),
        MalformedNote("te\txt\n\n\u{2014} a AAAAAAA=\n", .controlCharacter(offset: 2)),
        MalformedNote("text\r\n\r\n\u{2014} a AAAAAAA=\r\n", .controlCharacter(offset: 4)),
        MalformedNote("not UTF-8", bytes: [0xC3, 0x28, 0x0A], .notUTF8),
        MalformedNote(
            "too large", bytes: [UInt8](repeating: 0x61, count: 1 << 20 + 1), .tooLarge(byteCount: 1 << 20 + 1)),
    ]
}

/// Signatures over `SignedNoteTests.text` made with Python's `cryptography` 50.0.2.
struct ForeignSignature: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let vkey: String
    let signature: String
    var time: Timestamp?

    static let all = [
        ForeignSignature(
            testDescription: "secp256r1",
            vkey: "log.example+a816aa71+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAT9E4G9XF6N/fM3nP+c50WEDVUI0kjCBEDn7H5"
                + "FwK8V+OiLrBNhb8z3Yyl9sd9EQSkDCkmVERAcSfcPXjwDzfU=",
            signature:
                "qBaqcTBEAiAnY95eKzMfWUs4TzD9B+A+hCO7SHWYoQXWSGKj61t9WgIgNhzDbIw7ICQjis4ro6by+lUQ3yWZTt0yHZecGwbq"
                + "zdc="),
        ForeignSignature(
            testDescription: "secp384r1",
            vkey: "log.example+edba953c+AjB2MBAGByqGSM49AgEGBSuBBAAiA2IABLmIv1HQCSOb0sBhi1GQM4QctUtogkyKg974jiqDjxa"
                + "DwblC76rWxaD7XnJT5Z/eFHF/9ORNbXiqYUiPaHmVcogpKKhV/GIBKfm8IHrFvoOCE0lSgOPA2U54rHB0V2ZPbA==",
            signature:
                "7bqVPDBlAjBRH5WCtNJEnA2sjjV4AoXlsJxQMpFpfEXIMi3lb/3zF28nZx/NPomi4V+2XOSzf2MCMQCz3vFpDYWszJjBMHO1"
                + "OjzCxdPpy6AxrwwlIWsw2EubwWCcAGm8Z5OVOFlv/Loc/80="),
        ForeignSignature(
            testDescription: "secp521r1",
            vkey: "log.example+7e38e6a8+AjCBmzAQBgcqhkjOPQIBBgUrgQQAIwOBhgAEADIhfCEdNh3fAIXVhQkkVt1b87lVwZnBSlnwDvu"
                + "oluvY8tGi0qJtLm/oeR2teqHdTncqiWYq75rrvsIQZHAiJ0LjAfQhkGU8NxXCUxUxnpfacg4XSFGkMeJRf2bIG0VRG0zNPyx"
                + "AtiegPNoOtJeobbbxsRD2VVG/z2pdzyQ4hoo6F4dz",
            signature:
                "fjjmqDCBiAJCAPl11h+qWRKsaC2lu3uz2gFNHdKwfFmUMyICZ+jlWEOqAddoBKGDymbSSOSZTDUZylN6cAt9F6XJ2QY8Jc+6"
                + "rn3RAkIBNj1xt1dyaVNSNW/a0bVdu01viXLyWR9F0QZWzG3z+9kX3j0Zq44PN/xS+pJa317K4c8Grk8YOJlF8uoR2nh2l60="),
        ForeignSignature(
            testDescription: "tree head",
            vkey: "log.example+4e2225e8+BTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAT9E4G9XF6N/fM3nP+c50WEDVUI0kjCBEDn7H5"
                + "FwK8V+OiLrBNhb8z3Yyl9sd9EQSkDCkmVERAcSfcPXjwDzfU=",
            signature:
                "TiIl6AAAAYvP5Wh7BAMARzBFAiEA9QmWpdT47z9LQUSfyda/aOlvPaIsUGUP89PJitcn0AECIGvRT5nrYeYYwZUKI9CzU8KT"
                + "CSME5dk79EeftSzan7Nc",
            time: Timestamp(millisecondsSince1970: 1_700_000_000_123)),
    ]
}

/// Keys that seeds determine.
enum SampleKeys {
    static func key(_ name: String, seed: UInt64) -> SigningKey {
        var random = SeededGenerator(seed: seed)
        guard let name = try? KeyName(parsing: name) else { preconditionFailure("a legal name") }
        return SigningKey(generating: name, using: &random)
    }
}
