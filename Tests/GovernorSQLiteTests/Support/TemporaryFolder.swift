import Foundation

/// A folder of one test, removed afterwards.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "governor-test-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // A folder that stays behind harms nobody.
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String { path + "/" + name }

    /// The files of the folder and its folders, by relative path.
    func contents() throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        for name in names {
            guard let data = FileManager.default.contents(atPath: file(name)) else { continue }
            contents[name] = Array(data)
        }
        return contents
    }
}
