import GovernorCore
import GovernorLedger
import GovernorTesting
import Testing

@Suite struct SigningKeyTests {
    /// The published test key of Go's `sumdb/note`.
    static let published = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"

    @Test(arguments: ["", "\n", "\r\n"])
    func `Go's key file is read and written`(ending: String) throws {
        let key = try SigningKey(parsing: Self.published + ending)
        #expect(key.exportedForKeyFile() == Self.published)
        #expect(
            key.verifierKey.description == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    }

    @Test func `printing, dumping and mirroring a key shows its public part only`() throws {
        let key = try SigningKey(parsing: Self.published)
        var dumped = ""
        dump(key, to: &dumped)
        let shown = ["\(key)", String(reflecting: key), dumped, "\([key])", "\(Optional(key) as Any)"].joined()
        let seed = Array((Base64.decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz") ?? []).dropFirst())
        #expect(seed.count == 32)
        #expect(shown.contains("PeterNeumann+c74f20a3"))
        for secret in [Base64.encode(seed), Hex.encode(seed), "EKFALVFGyN", "\(seed[0]), \(seed[1])"] {
            #expect(!shown.contains(secret))
        }
    }

    @Test func `the random source decides the key`() throws {
        let (first, again, other) = (
            SampleKeys.key("a", seed: 1), SampleKeys.key("a", seed: 1), SampleKeys.key("a", seed: 2)
        )
        #expect(first.verifierKey == again.verifierKey)
        #expect(first.verifierKey != other.verifierKey)
        #expect(try SigningKey(parsing: first.exportedForKeyFile()).verifierKey == first.verifierKey)
    }

    @Test(arguments: [
        "", "PRIVATE+KEY+", "PRIVATE+KEY+a+b", "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEK",
        "PRIVATE+KEY+PeterNeumann+c74f20a4+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz",
        "PRIVATE+KEY+Peter Neumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz",
        "PRIVATE+KEY+PeterNeumann+c74f20a3+AoEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ])
    func `a malformed key file is refused without showing it`(text: String) throws {
        let error = #expect(throws: NoteError.self) { try SigningKey(parsing: text) }
        #expect(try #require(error).description.contains("EKFALVFGyN") == false)
    }
}

@Suite struct CheckpointTests {
    let key = SampleKeys.key("log.example", seed: 1)

    @Test(arguments: [0, 1, 70_000, MerkleTree.maximumSize])
    func `a checkpoint is read as it was written`(size: UInt64) throws {
        let checkpoint = Checkpoint(origin: key.verifierKey.name, size: size, root: .sha256([1]))
        #expect(try Checkpoint(parsing: checkpoint.text) == checkpoint)
    }

    @Test func `extension lines are kept`() throws {
        let text = Array("log.example\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nmore\nand more\n".utf8)
        let checkpoint = try Checkpoint(parsing: text)
        #expect(checkpoint.extensions == ["more", "and more"])
        #expect(checkpoint.text == text)
    }

    @Test(arguments: [
        "", "\n", "a", "a\n", "a\n1\n", "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "\n1\n47DE\n",
        "a\n+1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "a\n00\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "a\n9223372036854775808\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "a\n18446744073709551616\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", "a\n１\n47DE\n", "a\n1\n47DEQpj8\n",
        "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\n", "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
        "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\nx\n", "a\n 1\n47DE\n",
    ])
    func `a malformed checkpoint is refused`(text: String) {
        #expect(throws: NoteError.self) { try Checkpoint(parsing: Array(text.utf8)) }
    }

    @Test func `a witness alone does not vouch for a log`() throws {
        let vectors = try Fixture.json("checkpoint-cosignature.json")
        let element = try #require(vectors["cases"]?.array?.first)
        let signed = try SignedCheckpoint(parsing: Array(try #require(element["checkpoint"]?.string).utf8))
        let witness = try VerifierKey(parsing: try #require(element["vkey"]?.string))
        #expect(try signed.note.verified(by: [witness]).count == 1)
        #expect(throws: NoteError.self) { try signed.verified(by: [witness]) }
    }

    @Test func `a key cannot vouch for the log of another name`() throws {
        let other = Checkpoint(origin: try KeyName(parsing: "other.example"), size: 0, root: MerkleHash.empty)
        let signed = try SignedCheckpoint(signing: other, by: key)
        #expect(throws: NoteError.wrongOrigin(expected: "log.example", actual: "other.example")) {
            try signed.verified(by: [key.verifierKey])
        }
        #expect(try signed.verified(by: [key.verifierKey], origin: "other.example").count == 1)
    }
}
