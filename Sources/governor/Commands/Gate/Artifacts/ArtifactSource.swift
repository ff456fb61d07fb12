import GovernorCore
import GovernorPolicy

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where the gate finds its artifacts.
enum ArtifactSource {
    /// A folder of `eval_<category>.json` files, one file, or `-`.
    case path(String)
    /// One file, or `-`.
    case file(String)
    /// A file for each category.
    case categories([Category])

    /// A category's own file.
    struct Category {
        /// The category, such as `fairness`.
        let name: String
        /// The file.
        let path: String
    }

    /// Reads all artifacts.
    ///
    /// - Throws: ``CommandError`` when a file or folder is missing, unreadable, or no JSON, and when a folder holds no
    ///   artifact: a gate that has nothing to judge has not run.
    func read() throws(CommandError) -> [GateArtifact] {
        switch self {
        case .file(let path): return [try GateArtifact(reading: InputFile(path, "artifact"))]
        case .path(let path):
            guard path != "-", isFolder(path) else {
                return [try GateArtifact(reading: InputFile(path, "artifact folder or file"))]
            }
            return try folder(path)
        case .categories(let categories):
            var artifacts: [GateArtifact] = []
            for category in categories {
                artifacts.append(
                    try GateArtifact(reading: InputFile(category.path, "artifact"), category: category.name))
            }
            return artifacts
        }
    }

    private func folder(_ path: String) throws(CommandError) -> [GateArtifact] {
        let prefix = path.utf8.last == UInt8(ascii: "/") ? path : path + "/"
        let names = try fileNames(in: path).filter { ArtifactMetrics.category(ofFile: $0) != nil }
        guard !names.isEmpty else {
            throw .invalid(
                path: path, problem: "the folder holds no artifact",
                hint: "an artifact is named eval_<category>.json, such as eval_quality.json")
        }
        var artifacts: [GateArtifact] = []
        // In the order of their names, so that the same folder always gives the same evidence.
        for name in names.sorted() {
            artifacts.append(try GateArtifact(reading: InputFile(prefix + name, "artifact")))
        }
        return artifacts
    }

    private func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private func fileNames(in path: String) throws(CommandError) -> [String] {
        guard let folder = opendir(path) else { throw .unreadable(path: path, reason: SystemFailure().text) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            names.append(name)
        }
        return names
    }
}
