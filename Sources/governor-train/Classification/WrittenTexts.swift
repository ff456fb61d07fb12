import Foundation
import GovernorInspect

/// Texts written for the classifiers, as they are: files of `Models/classifiers/written`, in which `%% name` begins a kind
/// of text, every other line is one, and `\n` a line break in it.
///
/// How the name of a file begins says what its texts are. A kind of a file counts as a source.
enum WrittenTexts {
    private static let meanings: [String: [TextLabel: Bool]] = [
        "injection-attacks": [.injection: true],
        "injection-benign": .harmless,
        "harm-requests": [.harmfulRequest: true],
        "harm-safe": .harmless,
        "toxic": [.toxicity: true, .injection: false],
        "clean": .harmless,
    ]

    static func all(in folder: URL) throws -> [TrainingText] {
        var seen = Set<String>()
        return try files(in: folder).flatMap { file in
            let name = file.deletingPathExtension().lastPathComponent
            guard let labels = meanings.first(where: { name.hasPrefix($0.key) })?.value else {
                throw TrainingError.unreadable(path: file.path(), line: nil, reason: "its name says no label")
            }
            let texts = try Grammar(reading: file)
            return texts.names.flatMap { kind in
                texts[kind].map { line in
                    TrainingText(
                        text: line.replacing("\\n", with: "\n"), source: "made:\(name)/\(kind)", labels: labels)
                }
            }
        }.filter { seen.insert($0.text).inserted }
    }

    private static func files(in folder: URL) throws -> [URL] {
        do {
            return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                .filter { $0.pathExtension == "txt" }.sorted { $0.path() < $1.path() }
        } catch {
            throw TrainingError.unreadable(path: folder.path(), line: nil, reason: error.localizedDescription)
        }
    }
}
