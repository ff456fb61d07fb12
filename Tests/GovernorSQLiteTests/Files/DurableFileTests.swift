import Testing

@testable import GovernorSQLite

@Suite struct DurableFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `content is replaced as a whole, and what a crash has left beside it does not matter`() async throws {
        let path = folder.file("counters.json")
        let file = DurableFile(path: path)
        #expect(try await file.read() == nil)
        try await file.write(Array("first".utf8))
        try POSIXFile.create(path + ".new", Array("half".utf8), mode: 0o600)
        #expect(try await file.read() == Array("first".utf8))
        try await file.write(Array("second".utf8))
        #expect(try await file.read() == Array("second".utf8))
        #expect(!POSIXFile.exists(path + ".new"))
    }

    @Test func `a folder that is gone is an error, and nothing else`() async throws {
        let file = DurableFile(path: folder.file("none/counters.json"))
        await #expect(throws: FileError.self) { try await file.write([1]) }
    }
}
