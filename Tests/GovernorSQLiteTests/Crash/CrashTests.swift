import Foundation
import GovernorCore
import GovernorLedger
import GovernorTesting
import Testing

@testable import GovernorSQLite

/// A process is killed, another opens the same files: nothing acknowledged is lost, and there is one history.
@Suite struct CrashTests {
    private let folder: TemporaryFolder
    private var data: String { folder.file("data") }

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: [LedgerStep.sealed, .keysDurable, .committed, .anchored, .published], [1, 2, 7, 30])
    func `a process killed at a step loses nothing acknowledged`(step: LedgerStep, count: Int) async throws {
        var known = CrashReport()
        // The second crash hits a ledger that has already recovered from one.
        for _ in 0..<2 {
            let report = try await CrashReport.run(data, step: step, count: count)
            #expect(report.wasKilled)
            known.add(report)
            try await checkEverything(known)
        }
    }

    @Test(arguments: LedgerStep.allCases, [1, 3])
    func `a process killed during an erasure loses nothing and erases completely`(
        step: LedgerStep, count: Int
    ) async throws {
        let report = try await CrashReport.run(
            data, step: step, count: step == .keysDestroyed ? count : 10 * count, erases: true)
        #expect(report.wasKilled)
        try await checkEverything(report)
    }

    @Test(arguments: [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233])
    func `a process killed at any moment loses nothing acknowledged`(lines: Int) async throws {
        let report = try await CrashReport.run(data, step: nil, count: lines, erases: lines.isMultiple(of: 2))
        #expect(report.wasKilled)
        // Six writers may all wait for the first commit; after a few lines somebody has been answered.
        #expect(lines < 3 || !report.acknowledged.isEmpty)
        try await checkEverything(report)
    }

    private func checkEverything(_ known: CrashReport) async throws {
        #expect(known.failures.isEmpty)
        let opened = try await LedgerFolder.open(path: data)
        let ledger = opened.ledger
        let erased = Set(known.erased)
        for (id, index, sequence) in known.acknowledged {
            let fact = try #require(try await ledger.reader.fact(id), "\(id) was acknowledged and is lost")
            #expect(fact.index == index && fact.leaf.sequence == sequence)
            if erased.contains(id) { #expect(fact.payload == .erased) }
        }
        let report = try await ledger.reader.check()
        #expect(report.findings.isEmpty)
        let now = ledger.reader.checkpoint.checkpoint
        for signed in known.signed {
            try signed.verified(by: [ledger.verifierKey])
            guard signed.checkpoint.size > 0 else { continue }
            let proof = try await ledger.reader.consistencyProof(from: signed.checkpoint.size, to: now.size)
            try proof.verify(oldRoot: signed.checkpoint.root, newRoot: now.root)
        }
        // The anchor holds what the database holds, and writing goes on.
        let anchored = try #require(try await FileAnchor(path: opened.paths.anchor).read())
        #expect(try SignedCheckpoint(parsing: anchored).checkpoint == now)
        var maker = FactMaker(seed: UInt64(known.acknowledged.count) + now.size)
        #expect(try await ledger.append(maker.fact()).index == now.size)
        try await opened.close()
    }
}

extension CrashReport {
    fileprivate mutating func add(_ other: CrashReport) {
        acknowledged += other.acknowledged
        erased += other.erased
        signed += other.signed
        failures += other.failures
    }
}
