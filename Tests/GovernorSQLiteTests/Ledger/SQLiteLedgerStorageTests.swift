import Foundation
import GRDB
import GovernorCore
import GovernorLedger
import GovernorTesting
import Testing

@testable import GovernorSQLite

@Suite struct SQLiteLedgerStorageTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: LedgerStorageCase.all)
    func `conforms`(storageCase: LedgerStorageCase) async throws {
        try await storageCase.check(try SQLiteLedgerStorage(path: folder.file("ledger.sqlite")))
    }

    @Test func `every commit is synchronous, in WAL mode, and deleted bytes are overwritten`() async throws {
        let storage = try SQLiteLedgerStorage(path: folder.file("ledger.sqlite"))
        let settings = try await storage.database.write { database in
            try ["synchronous", "journal_mode", "secure_delete"].map {
                try String.fetchOne(database, sql: "PRAGMA \($0)") ?? ""
            }
        }
        #expect(settings == ["2", "wal", "1"])
    }

    @Test func `a database of a later version is refused`() async throws {
        let path = folder.file("ledger.sqlite")
        _ = try SQLiteLedgerStorage(path: path)
        let queue = try DatabaseQueue(path: path)
        try await queue.write { try $0.execute(sql: "PRAGMA user_version = 99") }
        try queue.close()
        #expect(throws: LedgerStorageError.newerSchema(found: 99, supported: 2)) {
            try SQLiteLedgerStorage(path: path)
        }
    }

    @Test func `a file that is no database is refused`() throws {
        let path = folder.file("ledger.sqlite")
        try Data(repeating: 0x41, count: 8192).write(to: URL(filePath: path))
        #expect { try SQLiteLedgerStorage(path: path) } throws: { error in
            (error as? LedgerStorageError)?.code == "ledger.storage-corrupt"
        }
    }

    @Test func `a probe fails while another process holds the database, and not after`() async throws {
        let path = folder.file("ledger.sqlite")
        let storage = try SQLiteLedgerStorage(path: path)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: path, configuration: configuration)
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        await #expect(throws: LedgerStorageError.busy) { try await storage.probe() }
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try other.close()
        try await storage.probe()
    }

    @Test func `a probe passes through the journal in full, every time, and the database does not grow with it`()
        async throws
    {
        let path = folder.file("ledger.sqlite")
        let storage = try SQLiteLedgerStorage(path: path)
        var pages: [Int?] = []
        for _ in 0..<3 {
            try await storage.database.write { try $0.wipeJournal() }
            try await storage.probe()
            let journal = try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int ?? 0
            #expect(journal > SQLiteDatabase.probeByteCount)
            pages.append(
                try await storage.database.read { try Int.fetchOne($0, sql: "PRAGMA page_count") })
        }
        #expect(Set(pages).count == 1)
    }

    @Test func `what is opened for reading is not written`() async throws {
        let path = folder.file("ledger.sqlite")
        let writing = try SQLiteLedgerStorage(path: path)
        try await writing.commit(LedgerBatch(checkpoint: [1]), expecting: nil)
        let reading = try SQLiteLedgerStorage(readingFrom: path)
        #expect(try await reading.checkpoint() == [1])
        await #expect(throws: LedgerStorageError.readOnly) {
            try await reading.commit(LedgerBatch(checkpoint: [2]), expecting: [1])
        }
    }
}
