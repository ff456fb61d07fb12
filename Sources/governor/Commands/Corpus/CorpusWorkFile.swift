import Foundation
import GovernorCore

/// A file that holds one work of a corpus, or one in each line.
struct CorpusWorkFile {
    /// The most bytes of a file; far more than the longest book.
    private static let limit = 1 << 30

    private let path: String

    init(_ path: String) { self.path = path }

    /// The files of arguments: themselves, or what is in the folders and those below them, by name. Hidden ones are left
    /// out, and a folder is entered once, whatever links lead to it.
    static func files(in paths: [String]) throws -> [String] {
        var entered: Set<String> = []
        return try paths.flatMap { try files(in: $0, &entered) }
    }

    private static func files(in path: String, _ entered: inout Set<String>) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return [path]
        }
        guard entered.insert(URL(filePath: path).resolvingSymlinksInPath().path).inserted else { return [] }
        var names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
            throw CommandError.unreadable(path: path, reason: "the folder cannot be listed")
        }
        names = names.filter { !$0.hasPrefix(".") }.sorted()
        return try names.flatMap { try files(in: "\(path)/\($0)", &entered) }
    }

    /// The works, in order.
    func works() throws -> [(title: String, text: [UInt8])] {
        let bytes = try InputFile(path, "work").bytes(limit: Self.limit)
        guard path.hasSuffix(".jsonl") else { return [(URL(filePath: path).lastPathComponent, bytes)] }
        return try JSONLines.values(in: bytes, of: path).map { line, json in
            guard let title = json["title"]?.string, let text = json["text"]?.string else {
                throw CommandError.invalid(
                    path: path, problem: "line \(line) is no work", hint: #"write {"title": …, "text": …} in each line"#
                )
            }
            return (title, Array(text.utf8))
        }
    }
}
