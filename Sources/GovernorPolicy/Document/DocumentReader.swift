public import GovernorCore

/// What a shape reads with: it collects the problems and knows the path to the value at hand.
public struct DocumentReader: Sendable {
    /// The document's text.
    public let source: DocumentSource
    /// The problems found so far, in no order.
    public private(set) var problems: [DocumentProblem]
    private var path: [String] = []
    private var secretDepth = 0

    init(source: DocumentSource, problems: [DocumentProblem]) {
        self.source = source
        self.problems = problems
    }

    /// Reports a problem of the value at hand; the message is put behind the path to it.
    public mutating func report(_ code: String, at position: SourcePosition, _ message: String, hint: String? = nil) {
        let place = path.isEmpty ? "" : "\(path.joined(separator: ".").shortened): "
        problems.append(DocumentProblem(code: code, at: position, place + message, hint: hint))
    }

    /// Reports a value of the wrong kind. A secret value is never repeated.
    public mutating func reportMismatch(_ node: DocumentNode, expected: String, hint: String? = nil) {
        if case .refused = node.content { return }
        report("document.type", at: node.position, "expected \(expected), found \(shown(node))", hint: hint)
    }

    /// Reads what lies under a key or position.
    mutating func descend<Value>(
        _ step: String, isSecret: Bool = false, _ body: (inout DocumentReader) -> Value
    ) -> Value {
        path.append(step)
        secretDepth += isSecret ? 1 : 0
        defer {
            path.removeLast()
            secretDepth -= isSecret ? 1 : 0
        }
        return body(&self)
    }

    private func shown(_ node: DocumentNode) -> String {
        guard secretDepth == 0, case .scalar(let scalar) = node.content else { return node.kind }
        return switch scalar.kind {
        case .text, .number, .unusableNumber: "\(node.kind) '\(scalar.text.shortened)'"
        case .null, .bool: node.kind
        }
    }
}
