import GovernorCore
import GovernorTesting
import Testing

@testable import GovernorLedger

@Suite struct EvidenceVerifierTests {
    private let bench: LedgerBench
    private let ledger: Ledger
    private let facts: [Fact]
    private var verifier: EvidenceVerifier { EvidenceVerifier(trusting: [ledger.verifierKey]) }

    init() async throws {
        bench = try LedgerBench()
        ledger = try await bench.open()
        var maker = FactMaker(seed: 5)
        facts = (0..<12).map { number in
            maker.fact(
                stream: number.isMultiple(of: 3) ? "b" : "a", subject: number == 4 ? "alice" : nil,
                payload: ["action": "block", "score": .string("0.\(number)"), "text": "words"],
                disclosable: [JSONPointer(tokens: ["action"]), JSONPointer(tokens: ["score"])])
        }
        for fact in facts { _ = try await ledger.append(fact) }
    }

    private func receipt(_ id: UUIDv7) async throws -> Receipt {
        guard case .ready(let receipt) = try await ledger.receipt(for: id) else {
            throw LedgerReadError.unknownFact(id)
        }
        return receipt
    }

    @Test func `every receipt verifies with nothing but the public key`() async throws {
        for (index, fact) in facts.enumerated() {
            let verification = verifier.verify(try await receipt(fact.id).encoded)
            #expect(verification.outcome == .valid)
            #expect(verification.facts.map(\.index) == [UInt64(index)])
            #expect(verification.statements.count == 1)
        }
    }

    @Test func `changing any byte of a receipt breaks it`() async throws {
        let bytes = try await receipt(facts[3].id).encoded
        for offset in bytes.indices {
            var changed = bytes
            changed[offset] ^= 0x01
            #expect(verifier.verify(changed).outcome != .valid, "byte \(offset)")
        }
    }

    @Test func `the empty line of a receipt has one spelling`() async throws {
        let text = try await receipt(facts[3].id).encoded
        let blank = try #require(text.indices.dropFirst().first { text[$0] == 0x0A && text[$0 - 1] == 0x0A })
        for padding: [UInt8] in [[0xFF], [0xC0, 0x80], [0x20]] {
            let padded = Array(text[..<blank]) + padding + Array(text[blank...])
            #expect(verifier.verify(padded).outcome == .tampered)
        }
    }

    @Test func `an erasure beside a payload is not passed over`() async throws {
        let shown = try #require(try await ledger.reader.pack([facts[0].id], showing: .payloads).entries.first)
        let payload = try #require(shown.payload)
        let pack = EvidencePack(entries: [
            EvidencePack.Entry(
                receipt: shown.receipt, payload: payload,
                erasure: EvidencePack.Erasure(receipt: shown.receipt, payload: payload))
        ])
        #expect(verifier.verify(pack).outcome == .tampered)
    }

    @Test func `two entries at one index are two histories, whatever the sizes of their trees`() async throws {
        // The same key signs a second log.
        let other = try await LedgerBench().open()
        var maker = FactMaker(seed: 6)
        let fact = maker.fact(stream: "b")
        _ = try await other.append(fact)
        guard case .ready(let forged) = try await other.receipt(for: fact.id) else {
            throw LedgerReadError.unknownFact(fact.id)
        }
        let pack = EvidencePack(entries: [
            EvidencePack.Entry(receipt: try await receipt(facts[0].id)), EvidencePack.Entry(receipt: forged),
        ])
        let verification = verifier.verify(pack)
        #expect(verification.outcome == .tampered)
        #expect(verification.problems.map(\.place) == ["/entries/1/receipt"])
    }

    @Test func `an entry that is listed twice is not two facts`() async throws {
        let entry = EvidencePack.Entry(receipt: try await receipt(facts[0].id))
        let verification = verifier.verify(EvidencePack(entries: [entry, entry]))
        #expect(verification.outcome == .tampered)
        #expect(verification.problems.map(\.place) == ["/entries/1"])
        #expect(verification.facts.count == 1)
    }

    @Test func `a receipt by another key is by an unknown key`() async throws {
        let other = try LedgerBench(seed: 2)
        let verification = EvidenceVerifier(trusting: [other.signer.verifierKey])
            .verify(try await receipt(facts[0].id).encoded)
        #expect(verification.outcome == .unknownKey)
    }

    @Test func `a pack shows payloads, and any change to them is found`() async throws {
        let pack = try await ledger.reader.pack(facts.map(\.id), showing: .payloads)
        let text = pack.json.prettyText
        let verification = verifier.verify(Array(text.utf8))
        #expect(verification.outcome == .valid)
        #expect(verification.facts.map(\.payload) == facts.map { .proven($0.payload) })
        let forged = text.replacing("\"score\": \"0.7\"", with: "\"score\": \"0.1\"")
        #expect(forged != text)
        let found = verifier.verify(Array(forged.utf8))
        #expect(found.outcome == .tampered)
        #expect(found.problems.map(\.place) == ["/entries/7/payload"])
    }

    @Test(arguments: [PackDisclosure.payloads, .fields([JSONPointer(tokens: ["n"])])])
    func `a number that only rounds to the one recorded does not open its commitment`(
        showing: PackDisclosure
    ) async throws {
        var maker = FactMaker(seed: 8)
        let fact = maker.fact(
            payload: ["n": .integer(9_007_199_254_740_992)], disclosable: [JSONPointer(tokens: ["n"])])
        _ = try await ledger.append(fact)
        let text = try await ledger.reader.pack([fact.id], showing: showing).json.compactText
        #expect(verifier.verify(Array(text.utf8)).outcome == .valid)
        let forged = text.replacing("9007199254740992", with: "9007199254740993")
        let found = verifier.verify(Array(forged.utf8))
        #expect(forged != text && found.outcome == .tampered)
        #expect(found.problems.first?.message.contains("not exact") == true)
    }

    @Test func `a fact with a number that would be rounded is refused`() async throws {
        var maker = FactMaker(seed: 8)
        let fact = maker.fact(payload: ["n": .integer(9_007_199_254_740_993)])
        await #expect(throws: JSONError.numberNotExact(characters: 16)) { try await ledger.append(fact) }
        #expect(ledger.reader.size == 12)
    }

    @Test func `one member can be shown without the rest`() async throws {
        let pointer = JSONPointer(tokens: ["score"])
        let pack = try await ledger.reader.pack([facts[7].id], showing: .fields([pointer]))
        let text = pack.json.prettyText
        #expect(text.contains("0.7") && !text.contains("words"))
        #expect(verifier.verify(Array(text.utf8)).facts.map(\.payload) == [.fields([pointer])])
        let forged = text.replacing("0.7", with: "0.1")
        #expect(verifier.verify(Array(forged.utf8)).outcome == .tampered)
    }

    @Test func `an erased payload is included and erased under its basis`() async throws {
        let request = ErasureRequest(.dataSubject("alice"), basis: "gdpr:art-17", approver: "dpo", actor: "op")
        let record = try #require(try await ledger.erase(request).first)
        let pack = try await ledger.reader.pack([facts[3].id, facts[4].id], showing: .payloads)
        let verification = verifier.verify(Array(pack.json.compactText.utf8))
        #expect(verification.outcome == .erased)
        #expect(
            verification.facts.map(\.payload) == [
                .proven(facts[3].payload), .erased(basis: "gdpr:art-17", by: record.id),
            ])
        #expect(verification.statements.contains { $0.contains("erased under basis 'gdpr:art-17'") })
        let forged = pack.json.compactText.replacing("gdpr:art-17", with: "gdpr:art-99")
        #expect(verifier.verify(Array(forged.utf8)).outcome == .tampered)
    }

    @Test func `an erasure of another fact explains nothing`() async throws {
        let request = ErasureRequest(.facts([facts[2].id]), basis: "b", approver: "a", actor: "op")
        _ = try await ledger.erase(request)
        let pack = try await ledger.reader.pack([facts[2].id], showing: .payloads)
        let other = try await receipt(facts[3].id)
        let forged = EvidencePack(entries: [EvidencePack.Entry(receipt: other, erasure: pack.entries[0].erasure)])
        #expect(verifier.verify(forged).outcome == .tampered)
    }

    @Test func `a stream claimed to be complete must be`() async throws {
        let ofA = facts.filter { $0.stream == "a" }.map(\.id)
        let whole = try await ledger.reader.pack(ofA, showing: .nothing, streams: ["a"])
        let verification = verifier.verify(Array(whole.json.compactText.utf8))
        #expect(verification.outcome == .valid)
        #expect(verification.completeStreams.map(\.numbers) == [1...8])
        let part = try await ledger.reader.pack(ofA.filter { $0 != ofA[3] }, showing: .nothing, streams: ["a"])
        let found = verifier.verify(part)
        #expect(found.outcome == .tampered)
        #expect(found.problems.first?.message.contains("stream 'a' is not complete") == true)
    }

    @Test func `a pack of nothing shows nothing`() {
        let verification = verifier.verify(Array(EvidencePack(entries: []).json.compactText.utf8))
        #expect(verification.outcome == .tampered)
        #expect(verification.problems.map(\.place) == ["/entries"])
    }

    @Test func `a stream is of one log: a number that is missing there is not made up for by another log`() async throws
    {
        // Two trusted logs, each with one half of stream 'a' where the other's is missing.
        let other = try LedgerBench(seed: 2, origin: "example.org/log")
        let theirs = try await other.open()
        for fact in facts { _ = try await theirs.append(fact) }
        let ofA = facts.filter { $0.stream == "a" }.map(\.id)
        let first = try await ledger.reader.pack(Array(ofA.prefix(4)), showing: .nothing)
        let second = try await theirs.reader.pack(Array(ofA.suffix(4)), showing: .nothing)
        let both = EvidenceVerifier(trusting: [ledger.verifierKey, other.signer.verifierKey])
        let joined = both.verify(EvidencePack(entries: first.entries + second.entries, streams: ["a"]))
        #expect(joined.outcome == .valid)
        let streams = [
            Verification.CompleteStream(log: "example.com/log", stream: "a", numbers: 1...4),
            Verification.CompleteStream(log: "example.org/log", stream: "a", numbers: 5...8),
        ]
        #expect(joined.completeStreams == streams)
        let logs = [ledger.verifierKey, other.signer.verifierKey].flatMap { key in
            Array(repeating: "\(key.name)", count: 4)
        }
        #expect(joined.facts.map(\.log) == logs)
        #expect(joined.statements.last == "Stream 'a' of log 'example.org/log' is complete from number 5 to 8.")
        // Every other entry from each: together they would be all.
        let (even, odd) = (stride(from: 0, to: 8, by: 2).map { ofA[$0] }, stride(from: 1, to: 8, by: 2).map { ofA[$0] })
        let half = try await ledger.reader.pack(even, showing: .nothing)
        let rest = try await theirs.reader.pack(odd, showing: .nothing)
        let mixed = both.verify(EvidencePack(entries: half.entries + rest.entries, streams: ["a"]))
        #expect(mixed.outcome == .tampered)
        #expect(mixed.problems.contains { $0.place == "entry 4 of log 'example.com/log'" })
    }

    @Test func `a record of another log erases nothing in this one`() async throws {
        let other = try LedgerBench(seed: 2, origin: "example.org/log")
        let theirs = try await other.open()
        for fact in facts { _ = try await theirs.append(fact) }
        _ = try await theirs.erase(ErasureRequest(.facts([facts[2].id]), basis: "b", approver: "a", actor: "op"))
        let record = try await theirs.reader.pack([facts[2].id], showing: .payloads).entries[0].erasure
        let pack = EvidencePack(entries: [EvidencePack.Entry(receipt: try await receipt(facts[2].id), erasure: record)])
        let found = EvidenceVerifier(trusting: [ledger.verifierKey, other.signer.verifierKey]).verify(pack)
        #expect(found.outcome == .tampered)
        #expect(found.problems.map(\.message) == ["the record given is of another log"])
    }

    @Test func `two trees of one size are two histories`() async throws {
        let other = try await LedgerBench(seed: 1).open()
        var maker = FactMaker(seed: 9)
        let fact = maker.fact()
        _ = try await other.append(fact)
        for _ in 1..<12 { _ = try await other.append(maker.fact()) }
        let theirs = try await other.reader.pack([fact.id], showing: .nothing)
        let ours = try await ledger.reader.pack([facts[0].id], showing: .nothing)
        let both = EvidencePack(entries: ours.entries + theirs.entries)
        #expect(verifier.verify(theirs).outcome == .valid)
        #expect(verifier.verify(both).outcome == .tampered)
    }

    @Test func `a pack with a member nobody knows is refused`() async throws {
        let pack = try await ledger.reader.pack([facts[0].id], showing: .payloads)
        var document = try #require(pack.json.object)
        document["note"] = "unchecked"
        #expect(verifier.verify(Array(JSONValue.object(document).compactText.utf8)).outcome == .tampered)
    }

    @Test(arguments: ["", "{", "{}", "hello", "c2sp.org/tlog-proof@v1\n"])
    func `what is no evidence is not valid`(text: String) {
        #expect(verifier.verify(Array(text.utf8)).outcome == .tampered)
    }
}
