import GovernorCore

/// The text of a document by lines, to show a problem's line and to find places within a value.
public struct DocumentSource: Sendable {
    /// The name for people, usually the file's path.
    public let name: String
    private let lines: [[Unicode.Scalar]]

    /// Splits a text at the line breaks that YAML knows.
    init(name: String, text: String) {
        self.name = name
        var lines: [[Unicode.Scalar]] = [[]]
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where previous == "\r": break
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": lines.append([])
            default: lines[lines.count - 1].append(scalar)
            }
            previous = scalar
        }
        self.lines = lines
    }

    /// The text of a line, counted from 1; empty beyond the end.
    public func line(_ number: Int) -> String {
        guard lines.indices.contains(number - 1) else { return "" }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: lines[number - 1])
        return String(text)
    }

    /// The character at a place, or nil at the end of a line.
    func scalar(at position: SourcePosition) -> Unicode.Scalar? {
        guard lines.indices.contains(position.line - 1) else { return nil }
        let line = lines[position.line - 1]
        return line.indices.contains(position.column - 1) ? line[position.column - 1] : nil
    }

    /// The number of lines.
    var lineCount: Int { lines.count }

    /// The column of the first character of a line that is not a space or tab, or nil for a blank line.
    func firstColumn(ofLine number: Int) -> Int? {
        guard lines.indices.contains(number - 1) else { return nil }
        return lines[number - 1].firstIndex { $0 != " " && $0 != "\t" }.map { $0 + 1 }
    }
}
