public import GovernorCore

/// A text value of a document that remembers where each of its characters stands in the file.
///
/// Expressions are such texts: an error at character 17 of an expression is shown at its line and column in the file,
/// through quotes, escapes, folded lines and block indentation.
public struct SourceText: Sendable {
    /// The text's value.
    public let text: String
    /// Where the value begins in the file.
    public let position: SourcePosition
    private let style: DocumentScalar.Style
    private let source: DocumentSource

    init(_ scalar: DocumentScalar, at position: SourcePosition, in source: DocumentSource) {
        text = scalar.text
        style = scalar.style
        self.position = position
        self.source = source
    }

    /// The place in the file of a character of the text.
    ///
    /// - Parameter offset: The number of Unicode scalars before it; at most the text's own number of scalars.
    public func position(ofScalar offset: Int) -> SourcePosition {
        var cursor = firstCharacter
        for scalar in text.unicodeScalars.prefix(offset) {
            guard let next = position(after: scalar, at: cursor) else { return position }
            cursor = next
        }
        return skippingBreaks(cursor, before: text.unicodeScalars.dropFirst(offset).first)
    }

    private var firstCharacter: SourcePosition {
        switch style {
        case .plain: position
        case .singleQuoted, .doubleQuoted: SourcePosition(line: position.line, column: position.column + 1)
        case .literal: SourcePosition(line: position.line + 1, column: blockColumn)
        case .folded: firstContent(after: position.line)
        }
    }

    /// The place behind a character of the value; nil when value and file do not line up.
    private func position(after scalar: Unicode.Scalar, at place: SourcePosition) -> SourcePosition? {
        let place = skippingBreaks(place, before: scalar)
        guard let written = source.scalar(at: place) else {
            return scalar == "\n" || scalar == " " ? firstContent(after: place.line, keepingIndent: scalar) : nil
        }
        let length: Int
        switch (style, written) {
        case (.doubleQuoted, "\\"): length = escapeLength(at: place)
        case (.singleQuoted, "'"): length = 2
        default:
            guard written == scalar || scalar == " " else { return nil }
            length = 1
        }
        return SourcePosition(line: place.line, column: place.column + length)
    }

    /// Where a character that is not a folded line break really stands: behind the break and the indentation.
    private func skippingBreaks(_ place: SourcePosition, before scalar: Unicode.Scalar?) -> SourcePosition {
        var place = place
        while let scalar, scalar != " ", scalar != "\n", source.scalar(at: place) == nil || isEscapedBreak(place),
            place.line < source.lineCount
        {
            place = firstContent(after: place.line)
        }
        return place
    }

    private func isEscapedBreak(_ place: SourcePosition) -> Bool {
        style == .doubleQuoted && source.scalar(at: place) == "\\"
            && source.scalar(at: SourcePosition(line: place.line, column: place.column + 1)) == nil
    }

    private func escapeLength(at place: SourcePosition) -> Int {
        switch source.scalar(at: SourcePosition(line: place.line, column: place.column + 1)) {
        case "x": 4
        case "u": 6
        case "U": 10
        default: 2
        }
    }

    /// The first character of the next line that has one.
    private func firstContent(after line: Int, keepingIndent scalar: Unicode.Scalar? = nil) -> SourcePosition {
        if style == .literal, scalar == "\n" { return SourcePosition(line: line + 1, column: blockColumn) }
        var next = line + 1
        while next <= source.lineCount {
            if let column = source.firstColumn(ofLine: next) { return SourcePosition(line: next, column: column) }
            next += 1
        }
        return SourcePosition(line: line, column: 1)
    }

    /// The column at which the lines of a block begin: that of its first line with text, less what spaces belong to it.
    private var blockColumn: Int {
        let ownSpaces = text.unicodeScalars.drop { $0 == "\n" }.prefix { $0 == " " }.count
        for line in position.line + 1..<max(position.line + 2, source.lineCount + 1) {
            if let column = source.firstColumn(ofLine: line) { return max(1, column - ownSpaces) }
        }
        return 1
    }
}
