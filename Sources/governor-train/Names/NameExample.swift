import Foundation
import GovernorCore
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
    static func load(_ file: LabelledFile) throws -> [NameExample] {
        try file.rows().enumerated().map { offset, row in
            guard let text = row["text"]?.string, let spans = row["spans"]?.array else {
                throw file.unreadable("no text with spans", line: offset + 1)
            }
            let family = row["template"]?.string?.lowercased() ?? text
            return NameExample(pieces: pieces(of: text, spans), source: file.source, family: family)
        }
    }

    private static func pieces(of text: String, _ spans: [JSONValue]) -> [Piece] {
        let scalars = Array(text.unicodeScalars)
        func string(_ range: Range<Int>) -> String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[range])
            return String(view)
        }
        var (pieces, position): ([Piece], Int) = ([], 0)
        func offset(_ span: JSONValue, _ name: String) -> Int? { span[name]?.number?.integer.map { Int($0) } }
        let sorted = spans.sorted { offset($0, "start") ?? 0 < offset($1, "start") ?? 0 }
        for span in sorted {
            guard let start = offset(span, "start"), let end = offset(span, "end"),
                let entity = span["entity"]?.string,
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
        try LabelledFile.all(in: folder).flatMap { file in
            try file.rows().compactMap { row in
                guard let text = row["text"]?.string, seemsPlain(text, words: words) else { return nil }
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
