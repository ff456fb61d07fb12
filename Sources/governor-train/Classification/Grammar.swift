import Foundation
import GovernorCore

/// Sentences with holes, from a file of `Models/classifiers`: `{verb} the {object}`.
///
/// A line `%% name` begins a list, every other line is an entry. A hole is filled from the list of its name, whose entries
/// may hold holes themselves; `{}` is nothing, and a hole without a list stays as it is.
struct Grammar {
    private var lists: [String: [String]] = ["": [""]]
    /// The lists of the file, in its order.
    private(set) var names: [String] = []

    init(reading file: URL) throws {
        let text: String
        do { text = try String(contentsOf: file, encoding: .utf8) } catch {
            throw TrainingError.unreadable(path: file.path(), line: nil, reason: error.localizedDescription)
        }
        var list: String?
        for (offset, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where !line.isEmpty {
            if line.hasPrefix("%% ") {
                let name = String(line.dropFirst(3))
                if !names.contains(name) { names.append(name) }
                list = name
            } else if let list {
                lists[list, default: []].append(String(line))
            } else {
                throw TrainingError.unreadable(path: file.path(), line: offset + 1, reason: "no list has begun")
            }
        }
    }

    /// The entries of a list as they are written.
    subscript(list: String) -> [String] { lists[list] ?? [] }

    /// A pattern with its holes filled.
    func fill(_ pattern: String, using random: inout SeededGenerator) -> String {
        var text = ""
        var rest = pattern[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            text += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            text += lists[name].map { fill(random.pick($0), using: &random) } ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }
}

extension SeededGenerator {
    /// One of the choices, which are not empty.
    mutating func pick<T>(_ choices: [T]) -> T { choices[Int(next() % UInt64(choices.count))] }
}
