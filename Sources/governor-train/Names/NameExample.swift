import Foundation
import GovernorInspect

/// A text with its names, as pieces: names have a kind, what stands between has none.
struct NameExample {
    struct Piece {
        var text: String
        var kind: NameKind?
        /// An address counts as a place; reports can leave it out.
        var isAddress = false
    }

    var pieces: [Piece]
    let source: String
    /// What it shares with its relatives, such as the template it was made from.
    var family: String

    var bytes: [UInt8] { pieces.flatMap { Array($0.text.utf8) } }

    struct Name: Hashable {
        var kind: NameKind
        var span: Range<Int>
        var isAddress = false
    }

    /// The names with their byte offsets into ``bytes``.
    var names: [Name] {
        var offset = 0
        return pieces.compactMap { piece in
            let start = offset
            offset += piece.text.utf8.count
            return piece.kind.map { Name(kind: $0, span: start..<offset, isAddress: piece.isAddress) }
        }
    }

    func map(_ change: (String) -> String) -> NameExample {
        var example = self
        for index in pieces.indices { example.pieces[index].text = change(pieces[index].text) }
        return example
    }
}

extension NameExample {
    private static let kinds: [String: NameKind] = [
        "PERSON": .person, "LOCATION": .location, "GPE": .location, "ORGANIZATION": .organization,
        "ADDRESS": .location, "STREET_ADDRESS": .location,
    ]

    /// Reads a file of texts with spans in code points.
    static func load(_ file: URL) throws -> [NameExample] {
        let source = file.deletingPathExtension().lastPathComponent
        let text: String
        do { text = try String(contentsOf: file, encoding: .utf8) } catch {
            throw TrainingError.unreadable(path: file.path(), line: nil, reason: error.localizedDescription)
        }
        return try text.split(separator: "\n").enumerated().map { offset, line in
            guard let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
                let text = row["text"] as? String, let spans = row["spans"] as? [[String: Any]]
            else { throw TrainingError.unreadable(path: file.path(), line: offset + 1, reason: "no text with spans") }
            let family = (row["template"] as? String)?.lowercased() ?? text
            return NameExample(pieces: pieces(of: text, spans), source: source, family: family)
        }
    }

    private static func pieces(of text: String, _ spans: [[String: Any]]) -> [Piece] {
        let scalars = Array(text.unicodeScalars)
        func string(_ range: Range<Int>) -> String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[range])
            return String(view)
        }
        var (pieces, position): ([Piece], Int) = ([], 0)
        let sorted = spans.sorted { ($0["start"] as? Int ?? 0) < ($1["start"] as? Int ?? 0) }
        for span in sorted {
            guard let start = span["start"] as? Int, let end = span["end"] as? Int,
                let entity = span["entity"] as? String,
                let kind = kinds[entity], start >= position, end <= scalars.count, start < end
            else { continue }
            let value = string(start..<end)
            // Some addresses of the sources are a bare number: nobody could know.
            guard value.unicodeScalars.contains(where: \.properties.isAlphabetic) else { continue }
            if start > position { pieces.append(Piece(text: string(position..<start))) }
            pieces.append(Piece(text: value, kind: kind, isAddress: entity.hasSuffix("ADDRESS")))
            position = end
        }
        if position < scalars.count { pieces.append(Piece(text: string(position..<scalars.count))) }
        return pieces
    }

    /// Reads the texts of a folder that seem to hold no name: no word of the lists of names, and no rare word in capitals
    /// except where a sentence begins.
    static func loadPlain(_ folder: URL, words: WordTable) throws -> [NameExample] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path()).filter { $0.hasSuffix(".jsonl") }
        return try names.sorted().flatMap { name in
            try String(contentsOf: folder.appending(path: name), encoding: .utf8).split(separator: "\n").compactMap {
                line in
                let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                guard let text = row?["text"] as? String, seemsPlain(text, words: words) else { return nil }
                return NameExample(pieces: [Piece(text: text)], source: "plain", family: text)
            }
        }
    }

    private static func seemsPlain(_ text: String, words: WordTable) -> Bool {
        let bytes = Array(text.utf8)
        var reader = SentenceReader()
        var position = 0
        while position < bytes.count, let next = reader.read(bytes.span, at: position, isWhole: true) {
            var sentence = NameSentence(tokens: reader.tokens)
            sentence.prepare(with: words)
            for (index, token) in sentence.tokens.enumerated() where !token.classes.contains(.common) {
                let isName = !token.classes.isDisjoint(with: [.given, .family, .city, .region, .organization])
                if isName || index > 0 && token.shape == .capital { return false }
            }
            position = next
        }
        return true
    }
}
