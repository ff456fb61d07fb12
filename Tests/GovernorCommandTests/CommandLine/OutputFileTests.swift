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

    @Test(arguments: [0o600, 0o640, 0o664])
    func `a file that is there keeps its mode`(mode: Int) throws {
        try folder.write("old", to: "out")
        try folder.setMode(mode, of: "out")
        try OutputFile(folder.url.appending(path: "out").path).write("new")
        #expect(try folder.text("out") == "new")
        #expect(try folder.mode(of: "out") == mode)
    }

    @Test(arguments: ["target", "nothing"])
    func `a link is refused, and neither it nor what it leads to is changed`(target: String) throws {
        try folder.write("kept", to: "target")
        let link = folder.url.appending(path: "out").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
        let error = #expect(throws: CommandError.self) { try OutputFile(link).write("new") }
        #expect(error == .link(path: link))
        #expect(error?.hint?.contains("name the file itself") == true)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == target)
        #expect(try folder.text("target") == "kept")
        #expect(try Set(names) == ["out", "target"])
    }

    @Test func `a link to a device is written through, which replaces nothing`() throws {
        let link = folder.url.appending(path: "out").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/dev/null")
        try OutputFile(link).write("new")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "/dev/null")
    }

    @Test func `a file that cannot be replaced leaves nothing behind`() throws {
        try folder.write("inside", to: "out/file")
        #expect(throws: CommandError.self) { try OutputFile(folder.url.appending(path: "out").path).write("new") }
        #expect(try names == ["out"])
    }
}
