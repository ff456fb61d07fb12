import Foundation
import GovernorCore

/// A file that holds one work of a corpus, or one in each line.
struct CorpusWorkFile {
    /// The most bytes of a file; far more than the longest book.
    private static let limit = 1 << 30

    private let path: String

    init(_ path: String) { self.path = path }

    /// The files of an argument: itself, or what is in the folder and those below it, by name; hidden ones are left out.
    static func files(in path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return [path]
        }
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
            throw CommandError.unreadable(path: path, reason: "the folder cannot be listed")
        }
        return try names.filter { !$0.hasPrefix(".") }.sorted().flatMap { try files(in: "\(path)/\($0)") }
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
