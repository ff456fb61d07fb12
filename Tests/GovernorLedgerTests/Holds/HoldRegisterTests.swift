import GovernorCore
import GovernorTesting
import Synchronization
import Testing

@testable import GovernorLedger

@Suite struct HoldRegisterTests {
    private static let text = "transfer 9,000 to Marta Kovács"
    private static let agent = HoldKey(principal: "agent-1", request: digest(1))
    private static let reviewer = Principal(id: "reviewer-1", role: .compliance)

    private static func digest(_ byte: UInt8) -> Digest { Digest(bytes: [UInt8](repeating: byte, count: 32))! }

    private func draft(_ key: HoldKey = agent, user: String? = "user-7", stage: Stage = .prompt) throws -> HoldDraft {
        HoldDraft(
            key: key, stage: stage, model: "m", userID: user,
            decision: try #require(UUIDv7("0190a2b4-7c1e-7f3a-8b5d-2f6c1e9a4b70")),
            content: HeldContent(
                texts: [HeldText(place: "/messages/0/content", role: "user", text: Self.text)],
                reasons: ["large transfers are reviewed"], answer: stage == .output ? Array("{}".utf8) : nil))
    }

    private func types(_ ledger: Ledger) async throws -> [String] {
        var query = FactQuery()
        query.typePrefix = "hold."
        return try await ledger.reader.facts(matching: query, limit: 100).facts.map(\.leaf.content.type.text)
    }

    @Test func `the same request has one hold, also when it comes often at a time`() async throws {
        let ledger = try await LedgerBench().open()
        let register = try await HoldRegister.open(ledger)
        let draft = try draft()
        let ids = try await withThrowingTaskGroup { group in
            for _ in 0..<20 { group.addTask { try await register.park(draft).id } }
            return try await group.reduce(into: Set<UUIDv7>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        #expect(try await types(ledger) == ["hold.created"])
        let other = try await register.park(self.draft(HoldKey(principal: "agent-2", request: Self.digest(1))))
        #expect(!ids.contains(other.id), "another principal's request is another")
        #expect(try await register.hold(of: Self.agent, at: .output) == nil, "its answer is another thing to hold")
    }

    @Test func `what is held is read as it was, after a restart too`() async throws {
        let bench = try LedgerBench()
        let first = try await bench.open()
        let draft = try draft()
        let hold = try await HoldRegister.open(first).park(draft)
        try await first.close()
        let register = try await HoldRegister.open(try await bench.open())
        #expect(try await register.hold(of: Self.agent, at: .prompt) == hold)
        #expect(try await register.content(of: hold).content == draft.content)
        let released = try await register.review(hold.id, .release, by: Self.reviewer, reason: "known customer")
        #expect(released.isLetOn && released.review?.reviewer == "reviewer-1")
        let second = try await HoldRegister.open(try await bench.open())
        #expect(try await second.hold(hold.id) == released)
    }

    @Test func `a text that is held is nowhere in the clear`() async throws {
        let bench = try LedgerBench()
        let ledger = try await bench.open()
        let register = try await HoldRegister.open(ledger)
        let hold = try await register.park(try draft())
        let edit = HoldEdit(place: "/messages/0/content", text: "transfer nothing to Marta Kovács")
        _ = try await register.review(hold.id, .edit([edit]), by: Self.reviewer, reason: "as Marta Kovács asked")
        for index in 0..<ledger.reader.size {
            let payload = try #require(try await bench.storage.payloads(at: [index])[index])
            let leaf = try await bench.storage.leaves(index..<index + 1)[0].bytes
            let bytes = String(decoding: leaf + payload.ciphertext, as: UTF8.self)
            #expect(!bytes.contains("Marta") && !bytes.contains("9,000") && !bytes.contains("user-7"))
        }
    }

    @Test func `the first review counts, whoever else decides at the time`() async throws {
        let ledger = try await LedgerBench().open()
        let register = try await HoldRegister.open(ledger)
        let hold = try await register.park(try draft())
        let verdicts: [HoldVerdict] = [.release, .reject, .release, .reject]
        let outcomes = await withTaskGroup { group in
            for (number, verdict) in verdicts.enumerated() {
                group.addTask { () -> Result<Hold, any Error> in
                    do {
                        return .success(
                            try await register.review(
                                hold.id, verdict, by: Principal(id: "reviewer-\(number)", role: .compliance),
                                reason: "checked"))
                    } catch { return .failure(error) }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let winners = outcomes.compactMap { try? $0.get() }
        #expect(winners.count == 1)
        let state = try #require(winners.first?.review?.state)
        for case .failure(let error) in outcomes { #expect(error as? HoldError == .decided(state)) }
        #expect(try await types(ledger).count == 2)
        #expect(try await register.hold(hold.id)?.review == winners.first?.review)
    }

    @Test func `the first review counts across registers of one ledger`() async throws {
        let ledger = try await LedgerBench().open()
        let first = try await HoldRegister.open(ledger)
        let hold = try await first.park(try draft())
        let second = try await HoldRegister.open(ledger)
        _ = try await first.review(hold.id, .reject, by: Self.reviewer, reason: "no")
        await #expect(throws: HoldError.decided(.rejected)) {
            try await second.review(hold.id, .release, by: Self.reviewer, reason: "yes")
        }
        #expect(try await second.hold(hold.id)?.isLetOn == false)
    }

    @Test func `who asked does not review, unless nobody needs a key`() async throws {
        let register = try await HoldRegister.open(try await LedgerBench().open())
        let hold = try await register.park(try draft())
        await #expect(throws: HoldError.ownRequest) {
            try await register.review(hold.id, .release, by: Principal(id: "agent-1", role: .admin), reason: "mine")
        }
        let local = try await register.park(try draft(HoldKey(principal: Principal.local.id, request: Self.digest(2))))
        #expect(try await register.review(local.id, .release, by: .local, reason: "alone here").isLetOn)
    }

    @Test func `a released request goes on once`() async throws {
        let bench = try LedgerBench()
        let ledger = try await bench.open()
        let register = try await HoldRegister.open(ledger)
        let hold = try await register.park(try draft())
        let released = try await register.review(hold.id, .release, by: Self.reviewer, reason: "checked")
        #expect(try await register.hold(of: Self.agent, at: .prompt) == released)
        try await register.use(released, by: released.decision)
        await #expect(throws: HoldError.decided(.used)) { try await register.use(released, by: released.decision) }
        #expect(try await register.hold(of: Self.agent, at: .prompt) == nil)
        #expect(try await register.hold(hold.id)?.state(at: hold.createdAt) == .used)
        #expect(try await register.park(try draft()).id != hold.id, "sent again it is held again")
        let second = try await HoldRegister.open(ledger)
        #expect(try await second.hold(hold.id)?.isUsed == true)
    }

    @Test(arguments: [true, false])
    func `a wait that is over ends as was settled when it began`(_ isReleased: Bool) async throws {
        let ledger = try await LedgerBench().open()
        let now = Mutex(Timestamp(millisecondsSince1970: 1_800_000_000_000))
        let clock: WallClock = { now.withLock { $0 } }
        let settings = HoldSettings(expiresAfter: .seconds(60), isReleasedByExpiry: isReleased)
        let register = try await HoldRegister.open(ledger, settings, clock: clock)
        let hold = try await register.park(try draft())
        now.withLock { $0 = $0.advanced(byMilliseconds: 59_999) }
        #expect(try await register.hold(of: Self.agent, at: .prompt)?.review == nil)
        now.withLock { $0 = $0.advanced(byMilliseconds: 1) }
        await #expect(throws: HoldError.decided(.expired)) {
            try await register.review(hold.id, .release, by: Self.reviewer, reason: "late")
        }
        let expired = try #require(try await register.hold(of: Self.agent, at: .prompt))
        #expect(expired.isLetOn == isReleased && expired.review?.reviewer == Hold.nobody)
        #expect(try await types(ledger) == ["hold.created", "hold.expired"])
        now.withLock { $0 = $0.advanced(byMilliseconds: 60_000) }
        #expect(try await register.hold(of: Self.agent, at: .prompt) == nil, "then it is judged anew")
    }

    @Test func `what cannot be recorded as expired does not go on`() async throws {
        let ledger = try await LedgerBench().open()
        let now = Mutex(Timestamp(millisecondsSince1970: 1_800_000_000_000))
        let register = try await HoldRegister.open(
            ledger, HoldSettings(expiresAfter: .seconds(1), isReleasedByExpiry: true), clock: { now.withLock { $0 } })
        _ = try await register.park(try draft())
        now.withLock { $0 = $0.advanced(byMilliseconds: 1000) }
        try await ledger.close()
        await #expect(throws: LedgerError.closed) { try await register.hold(of: Self.agent, at: .prompt) }
        await #expect(throws: LedgerError.closed) { try await register.park(try draft(stage: .output)) }
    }

    @Test func `S2.14: an erased person's hold cannot be read, nor decided about`() async throws {
        let ledger = try await LedgerBench().open()
        let register = try await HoldRegister.open(ledger)
        let hold = try await register.park(try draft())
        let kept = try await register.park(
            try draft(HoldKey(principal: "agent-1", request: Self.digest(9)), user: "user-8"))
        _ = try await ledger.erase(
            ErasureRequest(.dataSubject("user-7"), basis: "gdpr:art-17", approver: "dpo", actor: "test"))
        await #expect(throws: HoldError.erased) { try await register.content(of: hold) }
        await #expect(throws: HoldError.erased) {
            try await register.review(hold.id, .release, by: Self.reviewer, reason: "checked")
        }
        #expect(try await register.content(of: kept).content.texts[0].text == Self.text)
    }

    @Test func `S2.14: what a reviewer wrote about a person is erased with it`() async throws {
        let ledger = try await LedgerBench().open()
        let register = try await HoldRegister.open(ledger)
        let hold = try await register.park(try draft())
        let edit = HoldEdit(place: "/messages/0/content", text: "transfer nothing")
        let edited = try await register.review(hold.id, .edit([edit]), by: Self.reviewer, reason: "too much")
        #expect(try await register.content(of: edited).edits == ["/messages/0/content": "transfer nothing"])
        let review = try #require(edited.review)
        _ = try await ledger.erase(
            ErasureRequest(.facts([review.fact]), basis: "gdpr:art-17", approver: "dpo", actor: "test"))
        await #expect(throws: HoldError.erased) { try await register.content(of: edited) }
    }

    @Test func `an edit of what is not there is refused`() async throws {
        let register = try await HoldRegister.open(try await LedgerBench().open())
        let hold = try await register.park(try draft())
        await #expect(throws: HoldError.unknownPlace(edit: 1)) {
            try await register.review(
                hold.id,
                .edit([
                    HoldEdit(place: "/messages/0/content", text: "a"),
                    HoldEdit(place: "/messages/1/content", text: "b"),
                ]), by: Self.reviewer, reason: "checked")
        }
        #expect(try await register.hold(hold.id)?.review == nil)
    }

    @Test func `holds are listed newest first, by where they stand, page by page`() async throws {
        let time = Mutex(Timestamp(millisecondsSince1970: 1_800_000_000_000))
        let register = try await HoldRegister.open(
            try await LedgerBench().open(),
            clock: {
                time.withLock { time in
                    time = time.advanced(byMilliseconds: 1)
                    return time
                }
            })
        var ids: [UUIDv7] = []
        for number in 1...5 {
            ids.append(
                try await register.park(try draft(HoldKey(principal: "a", request: Self.digest(UInt8(number))))).id)
        }
        _ = try await register.review(ids[1], .reject, by: Self.reviewer, reason: "no")
        #expect(register.holds(nil, limit: 10).map(\.id) == ids.reversed())
        #expect(register.holds(.rejected, limit: 10).map(\.id) == [ids[1]])
        #expect(register.holds(.pending, limit: 2).map(\.id) == [ids[4], ids[3]])
        #expect(register.holds(.pending, after: ids[3], limit: 2).map(\.id) == [ids[2], ids[0]])
    }
}
