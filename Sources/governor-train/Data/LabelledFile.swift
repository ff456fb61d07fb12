import Foundation
import GovernorCore

/// A file of labelled texts: JSON Lines, `.jsonl` or, packed by gzip, `.jsonl.gz`.
struct LabelledFile {
    let url: URL

    /// Its name without the extensions: what the reports call the source.
    var source: String { String(url.lastPathComponent.prefix { $0 != "." }) }

    /// The labelled files of a folder, by name.
    static func all(in folder: URL) throws -> [LabelledFile] {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder.path()) } catch {
            throw TrainingError.unreadable(path: folder.path(), line: nil, reason: error.localizedDescription)
        }
        return names.sorted().filter { $0.hasSuffix(".jsonl") || $0.hasSuffix(".jsonl.gz") }
            .map { LabelledFile(url: folder.appending(path: $0)) }
    }

    /// One object for each line.
    func rows() throws -> [JSONValue] {
        try contents().split(separator: UInt8(ascii: "\n")).enumerated().map { offset, line in
            do { return try JSONValue(parsing: String(decoding: line, as: UTF8.self)) } catch {
                throw unreadable("no JSON", line: offset + 1)
            }
        }
    }

    /// What is wrong with a row, or with the file.
    func unreadable(_ reason: String, line: Int? = nil) -> TrainingError {
        .unreadable(path: url.path(), line: line, reason: reason)
    }

    private func contents() throws -> Data {
        guard url.pathExtension == "gz" else {
            do { return try Data(contentsOf: url) } catch { throw unreadable(error.localizedDescription) }
        }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", url.path()]
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw unreadable("gzip cannot unpack it") }
        return data
    }
}
