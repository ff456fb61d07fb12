import GovernorCore
import GovernorInspect
import GovernorServer
import Synchronization
import Testing

@testable import governor

struct RedTeamRunnerTests {
    /// Answers as a test says, and counts how many prompts are under way.
    private final class FakeTarget: RedTeamTarget {
        let name = "fake"
        let identity: JSONObject = ["fake": true]
        private let answer: @Sendable (_ prompt: String) throws -> AttackOutcome?
        private let underWay = Mutex((now: 0, most: 0, prompts: [String]()))

        init(_ answer: @escaping @Sendable (_ prompt: String) throws -> AttackOutcome?) { self.answer = answer }

        var most: Int { underWay.withLock { $0.most } }
        var prompts: [String] { underWay.withLock { $0.prompts } }

        func outcome(of prompt: String) async throws -> AttackOutcome? {
            underWay.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
                $0.prompts.append(prompt)
            }
            defer { underWay.withLock { $0.now -= 1 } }
            await Task.yield()
            return try answer(prompt)
        }
    }

    private static func trials(_ count: Int) -> [AttackTrial] {
        (0..<count).map { AttackTrial(Attack(id: "\($0)", source: "s", kind: "k", text: "text \($0)"), .none) }
    }

    /// What is recorded of trials, by id, and the error at the end.
    private static func run(
        _ target: FakeTarget, _ count: Int, concurrency: Int = 1
    ) async -> (recorded: [String: AttackOutcome?], error: (any Error)?) {
        var recorded: [String: AttackOutcome?] = [:]
        do {
            try await RedTeamRunner(target: target, seed: 1, concurrency: concurrency).run(trials(count)) {
                recorded.updateValue($1, forKey: $0.attack.id)
            }
            return (recorded, nil)
        } catch {
            return (recorded, error)
        }
    }

    @Test(arguments: [1, 3, 64])
    func `every prompt is tried once, and no more than allowed at a time`(concurrency: Int) async {
        let target = FakeTarget { $0.hasSuffix("7") ? .passed : .stopped }
        let (recorded, error) = await Self.run(target, 100, concurrency: concurrency)
        #expect(error == nil)
        #expect(target.prompts.sorted() == Self.trials(100).map(\.attack.text).sorted())
        #expect(target.most <= concurrency)
        #expect(recorded.count == 100 && recorded.filter { $0.value == .passed }.count == 10)
    }

    @Test func `a prompt that gets no answer is left open, and others go on`() async {
        let target = FakeTarget {
            if $0 == "text 3" { throw ServiceClientError.unreachable(.chat, cause: "x") }
            return .refused
        }
        let (recorded, error) = await Self.run(target, 20)
        #expect(error == nil && recorded.count == 20)
        #expect(recorded["3"] == .some(nil) && recorded["4"] == .refused)
    }

    @Test(arguments: [400, 403, 413, 422, 451])
    func `a prompt that is turned down is rejected`(status: Int) async {
        let target = FakeTarget { _ in
            throw ServiceClientError.refused(.chat, status: status, code: nil, detail: nil, hint: nil)
        }
        let (recorded, error) = await Self.run(target, 2)
        #expect(error == nil && recorded["0"] == .rejected && recorded["1"] == .rejected)
        await #expect(throws: ServiceClientError.self) {
            try await RedTeamRunner(target: target, seed: 1, concurrency: 1).probe()
        }
    }

    @Test func `a target that is gone ends the run`() async {
        let target = FakeTarget { prompt in
            if prompt == "text 2" { return .passed }
            throw ServiceClientError.refused(.chat, status: 503, code: nil, detail: nil, hint: nil)
        }
        let (recorded, error) = await Self.run(target, 100)
        #expect((error as? ServiceClientError)?.isTransient == true)
        #expect(recorded.count == 3 + RedTeamRunner.failureLimit)
    }

    @Test(arguments: [
        ServiceClientError.refused(.chat, status: 401, code: nil, detail: nil, hint: nil),
        .refused(.chat, status: 404, code: nil, detail: nil, hint: nil), .unexpectedAnswer(.chat, status: 200),
        .untrusted(.chat, cause: "x"),
    ])
    func `what every prompt would meet ends the run at once`(failure: ServiceClientError) async {
        let target = FakeTarget { prompt in
            if prompt == "text 0" { return .passed }
            throw failure
        }
        let (recorded, error) = await Self.run(target, 5)
        #expect(error as? ServiceClientError == failure)
        #expect(recorded.count == 1 && target.prompts.count == 2)
    }

    @Test func `a run is told apart by its target and by each prompt`() {
        func digest(_ trials: [AttackTrial], seed: UInt64 = 1) -> Digest {
            RedTeamRun(target: FakeTarget { _ in nil }, trials: trials, seed: seed).digest
        }
        let trials = Self.trials(3)
        #expect(digest(trials) == digest(trials, seed: 2), "nothing in these prompts is random")
        #expect(digest(trials) != digest(Array(trials.reversed())))
        #expect(digest(trials) != digest(trials.map { AttackTrial($0.attack, .leet) }))
        let random = trials.map { AttackTrial($0.attack, .suffix) }
        #expect(digest(random, seed: 1) != digest(random, seed: 2))
    }
}
