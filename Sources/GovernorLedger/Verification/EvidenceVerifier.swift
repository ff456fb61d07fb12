import GovernorCore

/// Checks receipts and packs offline, with nothing but trusted public keys.
public struct EvidenceVerifier: Sendable {
    private let keys: [VerifierKey]

    /// Creates a verifier that trusts keys.
    public init(trusting keys: [VerifierKey]) { self.keys = keys }

    /// Checks the content of a file: a receipt or a pack.
    ///
    /// Bytes that are neither count as tampered: a file that was one cannot be told from a file that never was.
    public func verify(_ bytes: [UInt8]) -> Verification {
        if bytes.first(where: { !Self.isSpace($0) }) == UInt8(ascii: "{") { return verify(pack: bytes) }
        do { return verify(try Receipt(parsing: bytes)) } catch {
            return .failed("receipt", "it is malformed: \(error.message)")
        }
    }

    /// Checks a receipt.
    public func verify(_ receipt: Receipt) -> Verification {
        verify(EvidencePack(entries: [EvidencePack.Entry(receipt: receipt)]))
    }

    /// Checks a pack.
    public func verify(_ pack: EvidencePack) -> Verification {
        var run = VerificationRun(keys: keys)
        if pack.entries.isEmpty { run.result.fail("/entries", "there is no entry, so nothing is shown") }
        for (offset, entry) in pack.entries.enumerated() { run.check(entry, at: "/entries/\(offset)") }
        for stream in pack.streams { run.checkComplete(stream) }
        run.sortFacts()
        return run.result
    }

    private func verify(pack bytes: [UInt8]) -> Verification {
        do {
            return verify(try EvidencePack(try JSONValue(parsing: bytes)))
        } catch {
            return .failed("pack", "it is malformed: \((error as? any GovernorError)?.message ?? "unreadable")")
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}

extension Verification {
    fileprivate static func failed(_ place: String, _ message: String) -> Verification {
        var result = Verification()
        result.fail(place, message)
        return result
    }

    mutating func fail(_ place: String, _ message: String, isUnknownKey: Bool = false) {
        problems.append(Problem(place: place, message: message, isUnknownKey: isUnknownKey))
    }
}

/// One check, with what it has come to know.
private struct VerificationRun {
    let keys: [VerifierKey]
    var result = Verification()
    /// The roots seen by log and tree size: two roots for one size are two histories.
    private var roots: [Tree: Digest] = [:]
    /// The leaf hashes seen by log and index: an entry that changed from one tree to the next is two histories too.
    private var leaves: [Place: Digest] = [:]

    /// The entries that are listed: one that came twice would count as two facts.
    private var listed: Set<Listing> = []

    private struct Tree: Hashable {
        let origin: ExactString
        let size: UInt64
    }

    private struct Place: Hashable {
        let origin: ExactString
        let index: UInt64
    }

    private struct Listing: Hashable {
        let place: Place
        let leaf: [UInt8]
    }

    init(keys: [VerifierKey]) { self.keys = keys }

    mutating func check(_ entry: EvidencePack.Entry, at place: String) {
        guard let leaf = prove(entry.receipt, at: place + "/receipt") else { return }
        let origin = entry.receipt.checkpoint.checkpoint.origin
        let listing = Listing(
            place: Place(origin: ExactString(origin), index: entry.receipt.index), leaf: entry.receipt.leaf)
        guard listed.insert(listing).inserted else {
            return fail(place, "entry \(entry.receipt.index) of log '\(origin)' is listed twice")
        }
        result.facts.append(
            Verification.ProvenFact(
                log: entry.receipt.checkpoint.checkpoint.origin, index: entry.receipt.index, leaf: leaf,
                treeSize: entry.receipt.checkpoint.checkpoint.size,
                payload: payload(of: entry, leaf, at: place)))
    }

    /// Brings the facts into the order of their logs.
    mutating func sortFacts() {
        let logs = logs
        result.facts = logs.flatMap { log in result.facts.of(log).sorted { $0.index < $1.index } }
    }

    /// Checks each log that has the stream: a number missing in one is not made up for by another.
    mutating func checkComplete(_ stream: StreamName) {
        let facts = result.facts.filter { $0.leaf.content.stream == stream }
        if facts.isEmpty { fail("/streams", "stream '\(stream)' is claimed to be complete and has no entry") }
        for log in logs { checkComplete(stream, of: log, facts.of(log).sorted { $0.index < $1.index }) }
    }

    private mutating func checkComplete(
        _ stream: StreamName, of log: ExactString, _ facts: [Verification.ProvenFact]
    ) {
        guard let first = facts.first, let last = facts.last else { return }
        var chain = StreamChain()
        var isComplete = true
        for fact in facts {
            guard let gap = chain.append(fact.leaf, at: fact.index, startingHere: true) else { continue }
            isComplete = false
            fail(
                "entry \(gap.index) of log '\(log.text)'", "stream '\(stream)' is not complete: \(gap.reason)")
        }
        guard isComplete else { return }
        result.completeStreams.append(
            Verification.CompleteStream(
                log: log.text, stream: stream, numbers: first.leaf.sequence...last.leaf.sequence))
    }

    /// The names of the logs, as they come first.
    private var logs: [ExactString] {
        var seen: Set<ExactString> = []
        return result.facts.map { ExactString($0.log) }.filter { seen.insert($0).inserted }
    }

    /// The leaf of a receipt, if it is proven to be in a tree that a trusted key signed.
    private mutating func prove(_ receipt: Receipt, at place: String) -> Leaf? {
        let checkpoint = receipt.checkpoint.checkpoint
        do throws(NoteError) {
            try receipt.checkpoint.verified(by: keys)
        } catch {
            if case .noTrustedSignature = error {
                fail(place, error.message, isUnknownKey: true)
            } else {
                fail(place, error.message)
            }
            return nil
        }
        let leafHash = MerkleHash.leaf(receipt.leaf)
        do throws(ProofError) {
            try receipt.proof.verify(leafHash: leafHash, root: checkpoint.root)
        } catch {
            fail(place, "the leaf is not in the signed tree: \(error.message)")
            return nil
        }
        result.trees.append(Verification.Tree(size: checkpoint.size, root: checkpoint.root))
        let tree = Tree(origin: ExactString(checkpoint.origin), size: checkpoint.size)
        if let other = roots.updateValue(checkpoint.root, forKey: tree), other != checkpoint.root {
            fail(place, "the log signed two different trees of \(checkpoint.size) entries")
        }
        let entry = Place(origin: tree.origin, index: receipt.index)
        if let other = leaves.updateValue(leafHash, forKey: entry), other != leafHash {
            fail(place, "the log signed two different entries at index \(receipt.index)")
        }
        do throws(LeafError) { return try Leaf(parsing: receipt.leaf) } catch {
            fail(place, error.message)
            return nil
        }
    }

    private mutating func payload(
        of entry: EvidencePack.Entry, _ leaf: Leaf, at place: String
    ) -> Verification.Payload {
        for (pointer, disclosure) in entry.fields {
            let committed = leaf.content.fields.first { $0.pointer == pointer }?.commitment
            if let objection = objection(to: disclosure, opening: committed) {
                fail("\(place)/fields", "the member '\(pointer)' shown \(objection)")
            }
        }
        if entry.payload != nil, entry.erasure != nil {
            fail("\(place)/erasure", "a payload is shown that is said to be erased")
        }
        if let payload = entry.payload {
            guard let objection = objection(to: payload, opening: leaf.content.payload) else {
                return .proven(payload.value)
            }
            fail("\(place)/payload", "the payload shown \(objection)")
        } else if let erasure = entry.erasure {
            return erased(erasure, entry.receipt, leaf, at: place + "/erasure")
        }
        return entry.fields.isEmpty ? .notShown : .fields(entry.fields.map(\.pointer))
    }

    private mutating func erased(
        _ erasure: EvidencePack.Erasure, _ receipt: Receipt, _ leaf: Leaf, at place: String
    ) -> Verification.Payload {
        guard let record = prove(erasure.receipt, at: place + "/receipt") else { return .notShown }
        guard erasure.receipt.checkpoint.checkpoint.origin.isExactly(receipt.checkpoint.checkpoint.origin) else {
            fail(place, "the record given is of another log")
            return .notShown
        }
        let links = record.content.links
        guard record.content.type == .erasure, links.contains(where: { $0.id == leaf.content.id }) else {
            fail(place, "the record given is not of this fact's erasure")
            return .notShown
        }
        if let objection = objection(to: erasure.payload, opening: record.content.payload) {
            fail(place + "/payload", "the erasure's payload shown \(objection)")
            return .notShown
        }
        guard let basis = erasure.payload.value["basis"]?.string else {
            fail(place + "/payload", "the erasure's payload states no basis")
            return .notShown
        }
        return .erased(basis: basis, by: record.content.id)
    }

    /// Why a value shown is not what a commitment binds to; nil when it is.
    private func objection(to shown: EvidencePack.Disclosure, opening commitment: Commitment?) -> String? {
        let canonical: [UInt8]
        do throws(JSONError) { canonical = try shown.value.exactCanonicalBytes() } catch {
            return "has a number that nothing recorded can be: \(error.message)"
        }
        return commitment?.isOpened(by: canonical, salt: shown.salt) == true ? nil : "is not the one recorded"
    }

    private mutating func fail(_ place: String, _ message: String, isUnknownKey: Bool = false) {
        result.fail(place, message, isUnknownKey: isUnknownKey)
    }
}

extension [Verification.ProvenFact] {
    /// The facts of a log.
    fileprivate func of(_ log: ExactString) -> Self { filter { ExactString($0.log) == log } }
}
