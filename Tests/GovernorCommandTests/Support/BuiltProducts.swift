import Foundation

/// Where the build put what these tests run.
enum BuiltProducts {
    /// The folder of the test bundle, in which the executables are too.
    static let folder: URL = {
        let bundle = CommandLine.arguments.map { URL(filePath: $0) }.first { $0.path.contains(".xctest") }
        let folders = [
            bundle.map { URL(filePath: $0.path.components(separatedBy: ".xctest")[0]).deletingLastPathComponent() },
            Repository.root.appending(path: ".build/debug"),
        ].compactMap { $0 }
        return folders.first { FileManager.default.isExecutableFile(atPath: $0.appending(path: "governor").path) }
            ?? folders[0]
    }()

    /// The command itself.
    static let governor = folder.appending(path: "governor")
}

/// The files of this repository.
enum Repository {
    static let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL

    /// The folder of an area's fixtures.
    static func fixtures(_ area: String) -> URL { root.appending(path: "Tests/Fixtures/\(area)") }

    /// A text file by its path from the root.
    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}
