import Foundation

/// A folder of its own for a test; removed with the value.
final class WorkFolder: Sendable {
    let url: URL

    /// Creates a folder, with a copy of another one's content if given.
    init(copying source: URL? = nil) throws {
        url = FileManager.default.temporaryDirectory.appending(path: "governor-\(UUID().uuidString)")
        if let source {
            try FileManager.default.copyItem(at: source, to: url)
        } else {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }
    }

    /// The small world that the command tests share: a policy and artifacts.
    static func world() throws -> WorkFolder {
        try WorkFolder(copying: Repository.fixtures("commands/world"))
    }

    /// A copy of the repository's `examples`, where the examples of the help texts run.
    static func examples() throws -> WorkFolder {
        let folder = try WorkFolder()
        try FileManager.default.copyItem(
            at: Repository.root.appending(path: "examples"), to: folder.url.appending(path: "examples"))
        return folder
    }

    /// Writes a file, with the folders on its way.
    func write(_ text: String, to path: String) throws {
        let file = url.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    /// Sets the mode of a file.
    func setMode(_ mode: Int, of path: String) throws {
        try FileManager.default.setAttributes(
            [.posixPermissions: mode], ofItemAtPath: url.appending(path: path).path)
    }

    /// The mode of a file.
    func mode(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: url.appending(path: path).path)[.posixPermissions] as? Int
    }

    /// Reads a file.
    func text(_ path: String) throws -> String { try String(contentsOf: url.appending(path: path), encoding: .utf8) }

    /// Whether a file exists.
    func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: url.appending(path: path).path) }

    deinit { try? FileManager.default.removeItem(at: url) }
}
