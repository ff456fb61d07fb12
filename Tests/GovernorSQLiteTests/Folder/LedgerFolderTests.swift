import Foundation
import GovernorCore
import GovernorLedger
import GovernorTesting
import Testing

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

    @Test func `keys are never overwritten`() throws {
        let paths = LedgerPaths(data)
        try LedgerKeys.create(paths, origin: nil)
        #expect(throws: FileError.exists(path: paths.signingKey)) { try LedgerKeys.create(paths, origin: nil) }
    }
}
