import GovernorCore

/// A YAML or JSON document, read strictly.
///
/// This is how Governor reads everything that people write: policies, their tests, and the configuration. The text must
/// be one YAML 1.2 document in UTF-8 with unique keys, without anchors, aliases and tags, at most 4 MiB and 32 levels
/// deep. What the document must contain is said by a ``Shape``.
public struct Document: Sendable {
    /// The root value.
    public let root: DocumentNode
    /// The text by lines.
    public let source: DocumentSource
    private let problems: [DocumentProblem]

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8 text.
    ///   - name: What to call it in error messages, usually its path.
    /// - Throws: ``DocumentErrors`` when it is not YAML or holds nothing.
    public init(_ bytes: [UInt8], name: String) throws(DocumentErrors) {
        let (root, source, problems) = try YAMLReader.read(bytes, name: name)
        guard let root else {
            let start = SourcePosition(line: 1, column: 1)
            throw DocumentErrors(
                name: name, [DocumentProblem(code: "document.empty", at: start, "the document is empty")])
        }
        self.root = root
        self.source = source
        self.problems = problems
    }

    /// Makes a value of a shape from the document.
    ///
    /// - Throws: ``DocumentErrors`` with every problem of the document, sorted by place.
    public func read<Value>(_ shape: Shape<Value>) throws(DocumentErrors) -> Value {
        try read(shape) { value, _ in value }
    }

    /// Makes a value of a shape from the document, and checks what no shape can say.
    ///
    /// - Parameter finish: Makes the final value; it may report further problems to the reader, and returns nil only
    ///   after it has.
    /// - Throws: ``DocumentErrors`` with every problem of the document, sorted by place.
    public func read<Value, Final>(
        _ shape: Shape<Value>, finish: (Value, inout DocumentReader) -> Final?
    ) throws(DocumentErrors) -> Final {
        var reader = DocumentReader(source: source, problems: problems)
        let final = shape.read(root, &reader).flatMap { finish($0, &reader) }
        guard let final, reader.problems.isEmpty else {
            throw DocumentErrors(name: source.name, reader.problems)
        }
        return final
    }
}
