import Foundation
import Testing

@testable import governor

@Suite struct OutputFileTests {
    private let folder: WorkFolder

    init() throws { folder = try WorkFolder() }

    private var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder.url.path) } }

    @Test func `a file in the way of the name that a process would guess does no harm`() throws {
        let path = folder.url.appending(path: "out").path
        let guess = "out.\(ProcessInfo.processInfo.processIdentifier).tmp"
        try folder.write("other", to: guess)
        try OutputFile(path).write("new")
        #expect(try folder.text("out") == "new")
        #expect(try folder.text(guess) == "other")
        #expect(try Set(names) == ["out", guess])
    }

    @Test func `a file that cannot be replaced leaves nothing behind`() throws {
        try folder.write("inside", to: "out/file")
        #expect(throws: CommandError.self) { try OutputFile(folder.url.appending(path: "out").path).write("new") }
        #expect(try names == ["out"])
    }
}
