// C2SP tlog-proof@v1, a file that proves one entry of a log offline:
//
//     c2sp.org/tlog-proof@v1
//     extra <base64>            optional; not authenticated by anything in the file
//     index <decimal>           of the leaf, from 0
//     <base64 hash>             inclusion proof, the leaf's sibling first
//     …
//                               an empty line
//     <signed checkpoint>       verbatim, to the end of the file

public import GovernorCore

/// An inclusion proof with the signed checkpoint it leads to, as one text.
public struct TLogProof: Sendable, Equatable {
    /// Bytes that ride along. They mean nothing until something else vouches for them.
    public let extra: [UInt8]?
    /// Where the leaf is, and how its hash leads to the root.
    public let inclusion: InclusionProof
    /// What the log signed.
    public let checkpoint: SignedCheckpoint

    /// Puts a proof together.
    public init(extra: [UInt8]? = nil, inclusion: InclusionProof, checkpoint: SignedCheckpoint) {
        self.extra = extra
        self.inclusion = inclusion
        self.checkpoint = checkpoint
    }

    /// Reads the text; nothing in it is trusted yet.
    ///
    /// - Throws: ``TLogProofError`` for the first line that is not as the format says.
    public init(parsing bytes: [UInt8]) throws(TLogProofError) {
        guard bytes.count <= Self.maximumByteCount else { throw .tooLarge(byteCount: bytes.count) }
        var lines = ProofLines(bytes)
        guard lines.next() == Self.header else { throw .unexpectedLine(1, expected: "'\(Self.header)'") }
        var line = lines.next()
        var extra: [UInt8]?
        if let text = line, text.utf8.starts(with: "extra ".utf8) {
            guard let bytes = Base64.decode(String(text.utf8.dropFirst(6)) ?? "") else {
                throw .unexpectedLine(lines.number, expected: "'extra' and base64")
            }
            extra = bytes
            line = lines.next()
        }
        guard let index = line.flatMap(Self.index) else {
            throw .unexpectedLine(lines.number, expected: "'index' and a number")
        }
        var hashes: [Digest] = []
        while true {
            // Only an empty line ends the hashes: one that cannot be read would be a second spelling of it.
            let text = lines.next()
            if text?.isEmpty == true { break }
            guard let text, let hash = Base64.decode(text).flatMap({ Digest(bytes: $0) }),
                hashes.count < Self.maximumHashes
            else {
                throw .unexpectedLine(lines.number, expected: "a hash or an empty line")
            }
            hashes.append(hash)
        }
        do throws(NoteError) { checkpoint = try SignedCheckpoint(parsing: Array(lines.rest)) } catch {
            throw .malformedCheckpoint(error)
        }
        self.extra = extra
        inclusion = InclusionProof(index: index, treeSize: checkpoint.checkpoint.size, hashes: hashes)
    }

    /// The text.
    public var encoded: [UInt8] {
        var text = Self.header + "\n"
        if let extra { text += "extra \(Base64.encode(extra))\n" }
        text += "index \(inclusion.index)\n"
        for hash in inclusion.hashes { text += Base64.encode(hash.bytes) + "\n" }
        return Array((text + "\n").utf8) + checkpoint.encoded
    }

    /// The most bytes that are read: a leaf in base64, a full proof and a checkpoint with many cosignatures.
    public static let maximumByteCount = 2 << 20
    /// The most hashes a proof has in a tree of less than 2^63 leaves.
    static let maximumHashes = 63
    private static let header = "c2sp.org/tlog-proof@v1"

    private static func index(_ line: String) -> UInt64? {
        guard line.utf8.starts(with: "index ".utf8) else { return nil }
        let digits = line.utf8.dropFirst(6)
        guard (1...19).contains(digits.count), digits.first != UInt8(ascii: "0") || digits.count == 1,
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return String(digits).flatMap { UInt64($0) }
    }
}

/// Why a text is not a proof.
public enum TLogProofError: GovernorError, Equatable {
    /// The text is longer than ``TLogProof/maximumByteCount``.
    case tooLarge(byteCount: Int)
    /// A line, from 1, is not what stands there.
    case unexpectedLine(Int, expected: String)
    /// The checkpoint is malformed.
    case malformedCheckpoint(NoteError)
    /// A receipt holds no leaf.
    case missingLeaf

    public var code: String {
        switch self {
        case .tooLarge: "ledger.proof-too-large"
        case .unexpectedLine: "ledger.proof-unexpected-line"
        case .malformedCheckpoint: "ledger.proof-malformed-checkpoint"
        case .missingLeaf: "ledger.receipt-without-leaf"
        }
    }

    public var message: String {
        switch self {
        case .tooLarge(let count): "the proof has \(count) bytes, at most \(TLogProof.maximumByteCount) are read"
        case .unexpectedLine(let line, let expected): "line \(line) of the proof: expected \(expected)"
        case .malformedCheckpoint(let error): "the proof's checkpoint is malformed: \(error.message)"
        case .missingLeaf: "the proof holds no leaf in its 'extra' line"
        }
    }

    public var hint: String? {
        switch self {
        case .missingLeaf: "a receipt carries its leaf; a bare proof has to be checked together with one"
        case .tooLarge, .unexpectedLine, .malformedCheckpoint: nil
        }
    }
}

/// Takes lines off the front of a text and leaves the rest untouched.
private struct ProofLines {
    private(set) var rest: ArraySlice<UInt8>
    private(set) var number = 0

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    /// The next line without its newline; nil when there is none, or it is not UTF-8.
    mutating func next() -> String? {
        number += 1
        guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        defer { rest = rest[(end + 1)...] }
        return String(validating: rest[..<end], as: UTF8.self)
    }
}
