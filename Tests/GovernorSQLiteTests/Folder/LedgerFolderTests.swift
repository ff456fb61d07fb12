import Foundation
import GRDB
import GovernorCore
import GovernorTesting
import Testing

@testable import GovernorLedger
@testable import GovernorSQLite

@Suite struct LedgerFolderTests {
    private let folder: TemporaryFolder
    private var data: String { folder.file("data") }

    init() throws { folder = try TemporaryFolder() }

    @Test func `a ledger is created, written, closed and reopened`() async throws {
        var maker = FactMaker(seed: 1)
        let fact = maker.fact()
        let first = try await LedgerFolder.open(path: data, origin: "example.com/log", createIfMissing: true)
        #expect(first.ledger.verifierKey.name.description == "example.com/log")
        _ = try await first.ledger.append(fact)
        try await first.close()
        let reader = try await LedgerFolder.openForReading(path: data)
        #expect(try await reader.fact(fact.id)?.payload == .present(fact.payload))
    }

    @Test func `a missing folder is an error unless it is to be created`() async throws {
        await #expect(throws: FileError.missing(path: data)) { try await LedgerFolder.open(path: data) }
    }

    @Test func `a second opening is refused while the first lasts`() async throws {
        let first = try await LedgerFolder.open(path: data, createIfMissing: true)
        await #expect(throws: FileError.locked(path: data)) { try await LedgerFolder.open(path: data) }
        try await first.close()
    }

    @Test(arguments: ["ledger.key", "pseudonym.key"])
    func `a key file that others may read is refused`(name: String) async throws {
        let paths = LedgerPaths(data)
        try LedgerKeys.create(paths, origin: nil)
        let path = paths.keys + "/" + name
        #expect(chmod(path, 0o640) == 0)
        await #expect(throws: FileError.tooOpen(path: path, mode: "0640")) { try await LedgerFolder.open(path: data) }
    }

    @Test func `another ledger's pseudonym key is refused`() async throws {
        let paths = LedgerPaths(data)
        try await recordOne()
        try await LedgerFolder.open(path: folder.file("other"), createIfMissing: true).close()
        try replace(paths.pseudonymKey, by: LedgerPaths(folder.file("other")).pseudonymKey)
        await #expect(throws: LedgerError.otherPseudonymKey) { try await LedgerFolder.open(path: data) }
    }

    @Test func `a ledger without its wrapping keys is refused, and no empty file takes their place`() async throws {
        let paths = LedgerPaths(data)
        try await recordOne()
        try removeWrappingKeys(paths)
        await #expect(throws: LedgerError.wrappingKeyMissing(entry: 0)) { try await LedgerFolder.open(path: data) }
        #expect(!POSIXFile.exists(paths.wrappingKeys))
    }

    @Test func `a lost database is named, nothing takes its place, and putting it back is enough`() async throws {
        let paths = LedgerPaths(data)
        try await recordOne()
        let kept = try Data(contentsOf: URL(filePath: paths.database))
        try removeDatabase(paths)
        let before = try names()
        await #expect(throws: FileError.databaseMissing(path: paths.database)) {
            try await LedgerFolder.open(path: data)
        }
        await #expect(throws: FileError.databaseMissing(path: paths.database)) {
            try await LedgerFolder.openForReading(path: data)
        }
        #expect(try names() == before)
        try kept.write(to: URL(filePath: paths.database))
        let opened = try await LedgerFolder.open(path: data)
        #expect(opened.ledger.reader.size == 1)
        try await opened.close()
    }

    @Test func `a log without database and anchor is refused untouched`() async throws {
        let paths = LedgerPaths(data)
        try LedgerKeys.create(paths, origin: nil)
        #expect(unlink(paths.anchor) == 0)
        let before = try names()
        await #expect(throws: LedgerError.anchorMissing(storedSize: 0)) { try await LedgerFolder.open(path: data) }
        #expect(try names() == before.union(["lock"]))
    }

    @Test func `a refused copy leaves no journal that the next one would be mixed with`() async throws {
        let paths = LedgerPaths(data)
        try await recordOne()
        let old = try Data(contentsOf: URL(filePath: paths.database))
        try await recordOne(seed: 2)
        let new = try Data(contentsOf: URL(filePath: paths.database))
        try removeDatabase(paths)
        try old.write(to: URL(filePath: paths.database))
        await #expect(throws: LedgerError.rolledBack(storedSize: 1, anchoredSize: 2)) {
            try await LedgerFolder.open(path: data)
        }
        try new.write(to: URL(filePath: paths.database))
        let opened = try await LedgerFolder.open(path: data)
        #expect(opened.ledger.reader.size == 2)
        try await opened.close()
    }

    private func names() throws -> Set<String> { Set(try FileManager.default.contentsOfDirectory(atPath: data)) }

    private func removeDatabase(_ paths: LedgerPaths) throws {
        for name in try names() where name.hasPrefix("ledger.sqlite") { #expect(unlink("\(data)/\(name)") == 0) }
    }

    @Test func `another ledger's wrapping keys are refused`() async throws {
        let paths = LedgerPaths(data)
        try await recordOne()
        try await LedgerFolder.open(path: folder.file("other"), createIfMissing: true).close()
        try removeWrappingKeys(paths)
        try replace(paths.wrappingKeys, by: LedgerPaths(folder.file("other")).wrappingKeys)
        await #expect(throws: LedgerError.wrappingKeyMissing(entry: 0)) { try await LedgerFolder.open(path: data) }
    }

    @Test func `a database of the format before is brought up to date and told its pseudonym key`() async throws {
        try await recordOne()
        let queue = try DatabaseQueue(path: LedgerPaths(data).database)
        try await queue.write { try $0.execute(sql: "DROP TABLE pseudonym_key; PRAGMA user_version = 1") }
        try queue.close()
        let opened = try await LedgerFolder.open(path: data)
        #expect(try await opened.ledger.reader.storage.pseudonymCheck() != nil)
        try await opened.close()
    }

    private func recordOne(seed: UInt64 = 1) async throws {
        let opened = try await LedgerFolder.open(path: data, createIfMissing: true)
        var maker = FactMaker(seed: seed)
        _ = try await opened.ledger.append(maker.fact())
        try await opened.close()
    }

    private func replace(_ path: String, by other: String) throws {
        try POSIXFile.replace(path, try #require(try POSIXFile.read(other)), mode: 0o600)
    }

    private func removeWrappingKeys(_ paths: LedgerPaths) throws {
        for file in try FileManager.default.contentsOfDirectory(atPath: paths.keys) where file.hasPrefix("wrapping") {
            try FileManager.default.removeItem(atPath: paths.keys + "/" + file)
        }
    }

    @Test func `wrapping keys are for their owner alone, also in a folder that others may enter`() async throws {
        let paths = LedgerPaths(data)
        for path in [paths.folder, paths.keys] { #expect(mkdir(path, 0o755) == 0) }
        let opened = try await LedgerFolder.open(path: data, createIfMissing: true)
        var maker = FactMaker(seed: 1)
        _ = try await opened.ledger.append(maker.fact())
        let files = try FileManager.default.contentsOfDirectory(atPath: paths.keys).filter { $0.hasPrefix("wrapping") }
        #expect(files.count == 3)
        for file in files {
            let attributes = try FileManager.default.attributesOfItem(atPath: paths.keys + "/" + file)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file)")
        }
        try await opened.close()
        #expect(chmod(paths.wrappingKeys, 0o644) == 0)
        await #expect(throws: FileError.tooOpen(path: paths.wrappingKeys, mode: "0644")) {
            try await LedgerFolder.open(path: data)
        }
    }

    @Test func `a creation of keys that was interrupted is taken up again`() async throws {
        let paths = LedgerPaths(data)
        try LedgerKeys.create(paths, origin: nil)
        let pseudonyms = try POSIXFile.read(paths.pseudonymKey)
        // What a crash between the steps leaves: the signing key comes last.
        for file in [paths.signingKey, paths.verifierKey] { try FileManager.default.removeItem(atPath: file) }
        try Data("half a key".utf8).write(to: URL(filePath: paths.signingKey + ".new"))
        let opened = try await LedgerFolder.open(path: data, origin: "example.com/log", createIfMissing: true)
        #expect(try POSIXFile.read(paths.pseudonymKey) == pseudonyms)
        #expect(opened.ledger.verifierKey.name.description == "example.com/log")
        try await opened.close()
        #expect(try FileManager.default.contentsOfDirectory(atPath: paths.keys).filter { $0.hasSuffix(".new") } == [])
    }

    @Test func `keys are created by one process at a time`() throws {
        let paths = LedgerPaths(data)
        try POSIXFile.createFolder(data)
        let lock = try LockFile(path: paths.lock, of: data)
        #expect(throws: FileError.locked(path: data)) { try LedgerKeys.create(paths, origin: nil) }
        lock.release()
        try LedgerKeys.create(paths, origin: nil)
    }

    @Test func `a pseudonym key without its signing key is kept if a database is there`() throws {
        let paths = LedgerPaths(data)
        try LedgerKeys.create(paths, origin: nil)
        try FileManager.default.removeItem(atPath: paths.signingKey)
        try POSIXFile.create(paths.database, [], mode: 0o600)
        #expect(throws: FileError.exists(path: paths.database)) { try LedgerKeys.create(paths, origin: nil) }
    }

    @Test func `the second name that a crash leaves a new file is let go, and the file is kept`() throws {
        let path = folder.file("key")
        try POSIXFile.create(path, [1, 2, 3], mode: 0o600)
        #expect(link(path, path + ".new") == 0)
        #expect(throws: FileError.exists(path: path)) { try POSIXFile.create(path, [9], mode: 0o600) }
        #expect(try POSIXFile.read(path) == [1, 2, 3])
    }

    @Test func `an anchor that may be all that is left of a log is kept`() async throws {
        let paths = LedgerPaths(data)
        try await recordOne()
        for file in [paths.keys, paths.database] { try FileManager.default.removeItem(atPath: file) }
        #expect(throws: FileError.exists(path: paths.anchor)) { try LedgerKeys.create(paths, origin: nil) }
    }

    @Test func `a new ledger has the anchor of the empty log, by its own key`() async throws {
        let paths = LedgerPaths(data)
        let key = try LedgerKeys.create(paths, origin: nil)
        let note = try #require(try await FileAnchor(path: paths.anchor).read())
        let signed = try SignedCheckpoint(parsing: note)
        try signed.verified(by: [key])
        #expect(signed.checkpoint.size == 0)
    }

    @Test func `keys are never overwritten`() throws {
        let paths = LedgerPaths(data)
        try LedgerKeys.create(paths, origin: nil)
        #expect(throws: FileError.exists(path: paths.signingKey)) { try LedgerKeys.create(paths, origin: nil) }
    }
}
