import GovernorCore
import Yams

/// Reads YAML 1.2, and so JSON, into positioned nodes, strictly.
///
/// libyaml (through Yams) does the scanning. On top of it: a size and a depth limit, UTF-8 only, one document, string
/// keys, each key once, no anchors and aliases (a few lines of them can stand for gigabytes), no tags.
struct YAMLReader {
    /// The most bytes of a document: a policy of 10,000 rules fits.
    static let sizeLimit = 4 << 20
    /// The most lists and maps inside one another; our documents need eight.
    static let depthLimit = 32
    /// The most open brackets that are handed to the scanner, which takes time and stack for each.
    static let bracketLimit = 256
    /// The most duplicate keys that are told apart before reading ends.
    static let duplicateLimit = 64

    let source: DocumentSource
    private var problems: [DocumentProblem] = []
    private var renamedKeys: [SourcePosition: String] = [:]

    /// Reads a document.
    ///
    /// - Throws: ``DocumentErrors`` when the text is not YAML at all, with the place of the first error.
    /// - Returns: The root, nil for an empty document, and what is wrong with the use of YAML in it.
    static func read(
        _ bytes: [UInt8], name: String
    ) throws(DocumentErrors) -> (root: DocumentNode?, source: DocumentSource, problems: [DocumentProblem]) {
        let start = SourcePosition(line: 1, column: 1)
        guard bytes.count <= sizeLimit else {
            throw DocumentErrors(
                name: name,
                [
                    DocumentProblem(
                        code: "document.too-large", at: start,
                        "\(bytes.count) bytes, at most \(sizeLimit) are accepted")
                ])
        }
        if let offset = UTF8Validation.firstInvalidByte(in: bytes) {
            throw DocumentErrors(name: name, [invalidUTF8(bytes, at: offset)])
        }
        let text = String(decoding: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...], as: UTF8.self)
        var reader = YAMLReader(source: DocumentSource(name: name, text: text))
        do throws(DocumentProblem) {
            try reader.refuseBombs(text)
            let root = try reader.compose(text)
            return (root, reader.source, reader.problems)
        } catch {
            throw DocumentErrors(name: name, [error])
        }
    }

    private init(source: DocumentSource) { self.source = source }

    private static func invalidUTF8(_ bytes: [UInt8], at offset: Int) -> DocumentProblem {
        let before = bytes[..<offset]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let position = SourcePosition(
            line: before.count { $0 == 0x0A } + 1, column: before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1)
        return DocumentProblem(
            code: "document.invalid-utf8", at: position, "byte \(offset) is not valid UTF-8",
            hint: "save the file as UTF-8")
    }

    // MARK: Before the scanner

    /// Refuses what would cost the scanner or the composer more than the size of the text.
    private func refuseBombs(_ text: String) throws(DocumentProblem) {
        var depth = 0
        var previous: Unicode.Scalar = "\n"
        var (line, column) = (1, 0)
        var anchors: Set<String> = []
        var aliases: [(name: String, position: SourcePosition)] = []
        var scalars = text.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            column += 1
            let position = SourcePosition(line: line, column: column)
            switch scalar {
            case "[", "{":
                depth += 1
                guard depth <= Self.bracketLimit else { throw Self.tooDeep(at: position) }
            case "]", "}": depth = max(0, depth - 1)
            case "&" where Self.endsToken(previous): anchors.insert(Self.name(scalars))
            case "*" where Self.endsToken(previous): aliases.append((Self.name(scalars), position))
            case "\n": (line, column) = (line + 1, 0)
            default: break
            }
            previous = scalar
        }
        if let alias = aliases.first(where: { !$0.name.isEmpty && anchors.contains($0.name) }) {
            throw Self.alias(at: alias.position)
        }
    }

    private static func endsToken(_ scalar: Unicode.Scalar) -> Bool {
        " \t\r\n[]{},:-?".unicodeScalars.contains(scalar)
    }

    private static func name(_ scalars: Substring.UnicodeScalarView) -> String {
        String(scalars.prefix { !" \t\r\n[]{},".unicodeScalars.contains($0) }.prefix(64))
    }

    private static func alias(at position: SourcePosition) -> DocumentProblem {
        DocumentProblem(
            code: "yaml.alias", at: position, "anchors and aliases are not accepted",
            hint: "write the value out, or quote it")
    }

    private static func tooDeep(at position: SourcePosition) -> DocumentProblem {
        DocumentProblem(
            code: "document.too-deep", at: position, "nested deeper than \(depthLimit) levels")
    }

    // MARK: Composing

    private mutating func compose(_ text: String) throws(DocumentProblem) -> DocumentNode? {
        var text = text
        for _ in 0...Self.duplicateLimit {
            let outcome = Result { () throws -> (Parser, Node?) in
                // Without rules for tags: looking for them is a dozen regular expressions a key.
                let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
                return (parser, try parser.singleRoot())
            }
            switch outcome {
            case .success((let parser, let root)):
                // The parser owns the anchors; they must live as long as the nodes are read.
                defer { withExtendedLifetime(parser) {} }
                guard let root else { return nil }
                return try node(root, depth: 0)
            case .failure(YamlError.duplicatedKeysInMapping(let keys, let context)):
                text = try rename(keys.first ?? "", at: SourcePosition(context.mark), in: text)
            case .failure(let error): throw problem(error)
            }
        }
        throw DocumentProblem(
            code: "document.duplicate-key", at: SourcePosition(line: 1, column: 1),
            "more than \(Self.duplicateLimit) duplicate keys")
    }

    /// Makes the first of two equal keys different, so that reading goes on and finds the other problems too.
    ///
    /// A scalar from the private use area takes the place of its first character: every place stays where it is.
    private mutating func rename(
        _ key: String, at position: SourcePosition, in text: String
    ) throws(DocumentProblem) -> String {
        let isQuoted = source.scalar(at: position).map { $0 == "\"" || $0 == "'" } ?? false
        let target = SourcePosition(line: position.line, column: position.column + (isQuoted ? 1 : 0))
        guard let old = source.scalar(at: target), let index = Self.index(of: target, in: text),
            let mark = Unicode.Scalar(0xE000 + UInt32(renamedKeys.count)), renamedKeys[position] == nil,
            text.unicodeScalars[index] == old, !"{[?&*!".unicodeScalars.contains(old)
        else {
            throw DocumentProblem(
                code: "document.duplicate-key", at: position, "the key appears twice in one map")
        }
        renamedKeys[position] = key
        var scalars = text.unicodeScalars
        scalars.replaceSubrange(index...index, with: [mark])
        return String(scalars)
    }

    private static func index(of position: SourcePosition, in text: String) -> String.Index? {
        var (line, column) = (1, 1)
        let scalars = text.unicodeScalars
        var previous: Unicode.Scalar?
        for index in scalars.indices {
            if line == position.line, column == position.column { return index }
            switch scalars[index] {
            case "\n" where previous == "\r": break
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": (line, column) = (line + 1, 1)
            default: column += 1
            }
            previous = scalars[index]
        }
        return nil
    }

    // MARK: From Yams' nodes to ours

    private mutating func node(_ node: Node, depth: Int) throws(DocumentProblem) -> DocumentNode {
        let position = node.mark.map(SourcePosition.init) ?? SourcePosition(line: 1, column: 1)
        guard depth <= Self.depthLimit else { throw Self.tooDeep(at: position) }
        guard isUnadorned(at: position) else { return DocumentNode(content: .refused, position: position) }
        switch node {
        case .scalar(let scalar):
            return DocumentNode(
                content: .scalar(DocumentScalar(text: scalar.string, style: Self.style(scalar.style))),
                position: position)
        case .sequence(let elements):
            var list: [DocumentNode] = []
            for element in elements { list.append(try self.node(element, depth: depth + 1)) }
            return DocumentNode(content: .list(list), position: position)
        case .mapping(let pairs):
            return DocumentNode(content: .map(try map(pairs, at: position, depth: depth)), position: position)
        case .alias: throw Self.alias(at: position)
        }
    }

    private mutating func map(
        _ pairs: Node.Mapping, at position: SourcePosition, depth: Int
    ) throws(DocumentProblem) -> DocumentMap {
        var entries: [DocumentMap.Entry] = []
        var firstPlaces: [ExactString: SourcePosition] = [:]
        for (key, value) in pairs {
            let place = key.mark.map(SourcePosition.init) ?? position
            guard isUnadorned(at: place) else { continue }
            guard case .scalar(let scalar) = key else {
                problems.append(
                    DocumentProblem(
                        code: "yaml.complex-key", at: place, "a key must be a name, not a list or a map",
                        hint: "if this is an expression, put it in quotes"))
                continue
            }
            let name = renamedKeys[place] ?? scalar.string
            if let first = firstPlaces[ExactString(name)] {
                problems.append(
                    DocumentProblem(
                        code: "document.duplicate-key", at: place,
                        "the key '\(name.shortened)' appears twice; first in line \(first.line)",
                        hint: "remove one of the two"))
                continue
            }
            firstPlaces[ExactString(name)] = place
            entries.append(
                DocumentMap.Entry(key: name, keyPosition: place, value: try node(value, depth: depth + 1)))
        }
        return DocumentMap(entries: entries, isInBraces: source.scalar(at: position) == "{")
    }

    /// Whether no tag, anchor or alias stands before a value; reports one that does.
    private mutating func isUnadorned(at position: SourcePosition) -> Bool {
        switch source.scalar(at: position) {
        case "!":
            problems.append(
                DocumentProblem(
                    code: "yaml.tag", at: position, "tags are not accepted, and '!' begins one",
                    hint: "put an expression that begins with '!' in quotes"))
            return false
        case "&", "*":
            problems.append(Self.alias(at: position))
            return false
        default: return true
        }
    }

    private static func style(_ style: Node.Scalar.Style) -> DocumentScalar.Style {
        switch style {
        case .any, .plain: .plain
        case .singleQuoted: .singleQuoted
        case .doubleQuoted: .doubleQuoted
        case .literal: .literal
        case .folded: .folded
        }
    }

    // MARK: Errors

    private func problem(_ error: any Error) -> DocumentProblem {
        switch error {
        case YamlError.scanner(let context, let problem, let mark, _),
            YamlError.parser(let context, let problem, let mark, _),
            YamlError.composer(let context, let problem, let mark, _):
            if problem.hasPrefix("but found another document") {
                return DocumentProblem(
                    code: "yaml.several-documents", at: SourcePosition(mark), "a file holds one document",
                    hint: "remove the '---' and what follows")
            }
            if problem == "found undefined alias" { return Self.alias(at: SourcePosition(mark)) }
            if problem.contains("nesting level") { return Self.tooDeep(at: SourcePosition(mark)) }
            let reason = context.map { "\($0.text): \(problem)" } ?? problem
            return DocumentProblem(
                code: "yaml.syntax", at: SourcePosition(mark), "not valid YAML: \(reason)",
                hint: problem.contains("escape code") ? "write the character itself" : hint(at: mark))
        case YamlError.reader(let problem, _, _, _):
            return DocumentProblem(
                code: "yaml.syntax", at: firstControlCharacter, "not valid YAML: \(problem)")
        default:
            return DocumentProblem(
                code: "yaml.syntax", at: SourcePosition(line: 1, column: 1), "not valid YAML")
        }
    }

    /// Expressions are what people most often forget to quote.
    private func hint(at mark: Mark) -> String? {
        let nearby = source.line(mark.line) + (mark.line > 1 ? source.line(mark.line - 1) : "")
        return nearby.contains("when:")
            ? "put the expression in quotes, or under 'when: |' on lines of its own" : nil
    }

    private var firstControlCharacter: SourcePosition {
        for number in 1...max(1, source.lineCount) {
            let scalars = source.line(number).unicodeScalars
            if let offset = scalars.enumerated().first(where: { $1.value < 0x20 && $1 != "\t" || $1.value == 0x7F }) {
                return SourcePosition(line: number, column: offset.offset + 1)
            }
        }
        return SourcePosition(line: 1, column: 1)
    }
}

extension SourcePosition {
    fileprivate init(_ mark: Mark) { self.init(line: mark.line, column: mark.column) }
}

extension String {
    /// At most 40 characters of a name that an error message repeats.
    var shortened: String { unicodeScalars.count <= 40 ? self : String(unicodeScalars.prefix(39)) + "…" }
}
