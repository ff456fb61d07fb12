import GovernorCore
import GovernorInspect
import Testing

/// A text whose expected findings are marked in place, as `«email:ada@example.org»`.
struct MarkedText: Sendable, CustomTestStringConvertible {
    let text: String
    let spans: [String]

    init(_ marked: String) {
        var text: [UInt8] = []
        var spans: [String] = []
        for (offset, part) in marked.split(separator: "«", omittingEmptySubsequences: false).enumerated() {
            guard offset > 0, let colon = part.firstIndex(of: ":"), let end = part.firstIndex(of: "»") else {
                text += Array(part.utf8)
                continue
            }
            let matched = Array(part[part.index(after: colon)..<end].utf8)
            spans.append("\(part[..<colon]) \(text.count)..<\(text.count + matched.count)")
            text += matched + Array(part[part.index(after: end)...].utf8)
        }
        self.text = String(decoding: text, as: UTF8.self)
        self.spans = spans
    }

    /// What is found in the text, of all kinds, written as ``spans``.
    var found: [String] {
        PIIInspector(includesUnidentifying: true).findings(in: Array(text.utf8)).map {
            "\($0.kind) \($0.span.lowerBound)..<\($0.span.upperBound)"
        }
    }

    var testDescription: String { text }
}
