import Foundation
import GRDB
import GovernorCore
import GovernorTesting
import Testing

@testable import GovernorLedger
@testable import GovernorSQLite

/// Bad disks and busy hands: what goes wrong with a file is an error or a finding, and nothing acknowledged is lost.
@Suite struct DamageTests {
    private let folder: TemporaryFolder
    private var data: String { folder.file("data") }
    private var database: String { LedgerPaths(data).database }

    init() throws { folder = try TemporaryFolder() }

    private func filled(_ count: Int = 300) async throws -> [Fact] {
        var maker = FactMaker(seed: 1)
        let facts = (0..<count).map { _ in maker.fact() }
        let opened = try await LedgerFolder.open(path: data, createIfMissing: true)
        for fact in facts { _ = try await opened.ledger.append(fact) }
        try await opened.close()
        return facts
    }

    /// Runs SQL as somebody with the file in hand would.
    private func tamper(_ sql: String) async throws {
        let queue = try DatabaseQueue(path: database)
        try await queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    @Test(arguments: [
        ("DELETE FROM entries WHERE idx = 7", LedgerFinding.Kind.entryMissing),
        ("UPDATE entries SET leaf = CAST(replace(leaf, 'decision', 'decisiom') AS BLOB) WHERE idx = 7", .entryChanged),
        ("UPDATE payloads SET sealed = zeroblob(200) WHERE idx = 7", .payloadChanged),
        ("DELETE FROM payloads WHERE idx = 7", .payloadMissing),
        ("UPDATE tiles SET hashes = zeroblob(length(hashes)) WHERE place = 0", .entryChanged),
        ("DELETE FROM tiles WHERE place = 0", .tileMissing),
        ("UPDATE entries SET time = time + 1 WHERE idx = 7", .indexMismatch),
        ("UPDATE streams SET seq = 7", .streamGap),
        ("UPDATE log SET checkpoint = CAST(replace(checkpoint, '300', '299') AS BLOB)", .checkpointMismatch),
        ("DELETE FROM log", .checkpointMismatch),
    ])
    func `a change to the database is found`(sql: String, kind: LedgerFinding.Kind) async throws {
        _ = try await filled()
        try await tamper(sql)
        let report = try await LedgerFolder.openForReading(path: data).check()
        #expect(report.findings.contains { $0.kind == kind }, "\(report.findings)")
    }

    @Test(arguments: [
        "UPDATE log SET checkpoint = CAST(replace(checkpoint, '300', '299') AS BLOB)", "DELETE FROM log",
        "DELETE FROM tiles",
    ])
    func `a ledger whose checkpoint was touched does not open`(sql: String) async throws {
        _ = try await filled()
        try await tamper(sql)
        await #expect(throws: LedgerError.self) { try await LedgerFolder.open(path: data) }
    }

    @Test func `a restored backup is refused and the newest database is not`() async throws {
        _ = try await filled(20)
        let names = ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"]
        func copy(_ from: String, _ to: String) throws {
            try FileManager.default.createDirectory(atPath: to, withIntermediateDirectories: true)
            for name in names where FileManager.default.fileExists(atPath: "\(from)/\(name)") {
                try? FileManager.default.removeItem(atPath: "\(to)/\(name)")
                try FileManager.default.copyItem(atPath: "\(from)/\(name)", toPath: "\(to)/\(name)")
            }
        }
        try copy(data, folder.file("backup"))
        var maker = FactMaker(seed: 2)
        let opened = try await LedgerFolder.open(path: data)
        _ = try await opened.ledger.append(maker.fact())
        try await opened.close()
        try copy(data, folder.file("newest"))
        for name in names { try? FileManager.default.removeItem(atPath: "\(data)/\(name)") }
        try copy(folder.file("backup"), data)
        await #expect(throws: LedgerError.rolledBack(storedSize: 20, anchoredSize: 21)) {
            try await LedgerFolder.open(path: data)
        }
        for name in names { try? FileManager.default.removeItem(atPath: "\(data)/\(name)") }
        try copy(folder.file("newest"), data)
        #expect(try await LedgerFolder.open(path: data).ledger.reader.size == 21)
    }

    @Test func `a full disk stops appends with a clear error, and freeing space is enough`() async throws {
        let opened = try await LedgerFolder.open(path: data, createIfMissing: true)
        let storage = try #require(opened.ledger.reader.storage as? SQLiteLedgerStorage)
        var maker = FactMaker(seed: 1)
        let kept = maker.fact()
        _ = try await opened.ledger.append(kept)
        try await storage.database.write { try $0.execute(sql: "PRAGMA max_page_count = 60") }
        var acknowledged = 1
        let error = await #expect(throws: LedgerStorageError.self) {
            while true {
                _ = try await opened.ledger.append(maker.fact())
                acknowledged += 1
            }
        }
        #expect(error == .full)
        #expect(error?.hint?.contains("free some space") == true)
        #expect(try await opened.ledger.reader.fact(kept.id)?.payload == .present(kept.payload))
        await #expect(throws: LedgerStorageError.full) { try await opened.ledger.probe() }
        try await storage.database.write { try $0.execute(sql: "PRAGMA max_page_count = 100000") }
        try await opened.ledger.probe()
        #expect(try await opened.ledger.append(maker.fact()).index == UInt64(acknowledged))
        #expect(try await opened.ledger.reader.check().isSound)
    }

    @Test func `a database that became read-only stops appends and not reads`() async throws {
        let opened = try await LedgerFolder.open(path: data, createIfMissing: true)
        let storage = try #require(opened.ledger.reader.storage as? SQLiteLedgerStorage)
        var maker = FactMaker(seed: 1)
        let (kept, lost) = (maker.fact(), maker.fact())
        _ = try await opened.ledger.append(kept)
        try await storage.database.write { try $0.execute(sql: "PRAGMA query_only = ON") }
        await #expect(throws: LedgerStorageError.readOnly) { try await opened.ledger.append(lost) }
        #expect(await opened.ledger.status.stoppedBy?.code == "ledger.stopped")
        #expect(try await opened.ledger.reader.fact(kept.id)?.payload == .present(kept.payload))
    }

    @Test func `two writers on one database cannot both write`() async throws {
        let paths = LedgerPaths(data)
        try LedgerKeys.create(paths, origin: nil)
        let keys = try LedgerKeys(reading: paths)
        // Without the lock file, as on a network file system that ignores locks.
        func open() async throws -> Ledger {
            try await Ledger.open(
                LedgerParts(
                    storage: try SQLiteLedgerStorage(path: paths.database),
                    wrappingKeys: try SQLiteWrappingKeyStore(path: paths.wrappingKeys),
                    anchor: FileAnchor(path: paths.anchor), signer: keys.signer, pseudonyms: keys.pseudonyms))
        }
        let (one, other) = (try await open(), try await open())
        var maker = FactMaker(seed: 1)
        let (first, second) = (maker.fact(), maker.fact())
        _ = try await one.append(first)
        await #expect(throws: LedgerStorageError.conflict) { try await other.append(second) }
        #expect(await other.status.stoppedBy?.code == "ledger.stopped")
        #expect(try await one.reader.check().isSound)
    }

    @Test func `an anchor is born with its first checkpoint`() async throws {
        let anchor = FileAnchor(path: folder.file("anchor"))
        try await anchor.write(Array("checkpoint".utf8))
        try await anchor.settle()
        // As if the machine had stopped when the file was there and its second slot not yet written.
        let handle = try FileHandle(forUpdating: URL(filePath: folder.file("anchor")))
        try handle.seek(toOffset: 16384)
        try handle.write(contentsOf: Data(count: 16384))
        try handle.close()
        #expect(try await FileAnchor(path: folder.file("anchor")).read() == Array("checkpoint".utf8))
    }

    @Test(arguments: [0, 1])
    func `a torn write of the anchor leaves the checkpoint before`(slot: Int) async throws {
        let anchor = FileAnchor(path: folder.file("anchor"))
        for number in 0..<4 + slot { try await anchor.write(Array("checkpoint \(number)".utf8)) }
        try await anchor.settle()
        let handle = try FileHandle(forUpdating: URL(filePath: folder.file("anchor")))
        try handle.seek(toOffset: UInt64((4 + slot) % 2) * 16384 + 60)
        try handle.write(contentsOf: Data([0, 0, 0]))
        try handle.close()
        let read = try await FileAnchor(path: folder.file("anchor")).read()
        #expect(read == Array("checkpoint \(2 + slot)".utf8))
    }
}
