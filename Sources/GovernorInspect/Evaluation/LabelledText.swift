public import GovernorCore

/// A text with the spans that should be found in it.
public struct LabelledText: Sendable {
    /// The name of the case.
    public let id: String
    /// UTF-8.
    public let text: [UInt8]
    /// The one entity the case is about; nil when all are labelled.
    public let entity: String?
    /// What is there, in half-open byte offsets.
    public let spans: [SpanEvaluation.Labelled]

    /// Reads a line of JSON with `text` and `spans` of `start`, `end` and `entity`.
    ///
    /// The offsets count Unicode code points, as Python does. A case about one `entity` may leave it out of its spans.
    ///
    /// - Throws: ``JSONError`` when the line is no JSON; a `LabelledTextError` when it is another thing.
    public init(line: [UInt8]) throws { try self.init(JSONValue(parsing: line)) }

    /// Reads a row of labelled data; see ``init(line:)``.
    ///
    /// - Throws: ``LabelledTextError``
    public init(_ json: JSONValue) throws(LabelledTextError) {
        guard let text = json["text"]?.string else { throw LabelledTextError.missing("text") }
        // Where each code point begins, and where the last ends.
        let offsets = text.unicodeScalars.reduce(into: [0]) { $0.append($0[$0.count - 1] + UTF8.width($1)) }
        let entity = json["entity"]?.string
        spans = try (json["spans"]?.array ?? []).map { span throws(LabelledTextError) in
            guard let start = span["start"]?.number?.integer.flatMap(Int.init(exactly:)),
                let end = span["end"]?.number?.integer.flatMap(Int.init(exactly:)), start >= 0, start < end,
                end < offsets.count
            else { throw LabelledTextError.badSpan }
            guard let name = span["entity"]?.string ?? entity else { throw LabelledTextError.missing("entity") }
            return SpanEvaluation.Labelled(entity: name, span: offsets[start]..<offsets[end])
        }
        self.entity = entity
        self.text = Array(text.utf8)
        id = json["id"]?.string ?? ""
    }

    /// The entities that Presidio would name, as we find them and as they are labelled, of those we claim.
    public func presidioSpans() -> (found: [SpanEvaluation.Labelled], expected: [SpanEvaluation.Labelled]) {
        let found = PIIInspector(includesUnidentifying: true).findings(in: text).compactMap { finding in
            PresidioEntities.entity(ofKind: finding.kind).map {
                SpanEvaluation.Labelled(entity: $0, span: finding.span)
            }
        }
        let expected = spans.map {
            SpanEvaluation.Labelled(entity: PresidioEntities.canonical($0.entity), span: $0.span)
        }
        return (found, expected.filter { PresidioEntities.claimed.contains($0.entity) })
    }
}

/// Why a line is no labelled text.
public enum LabelledTextError: GovernorError, Equatable {
    /// A member is not there, or is something else.
    case missing(String)
    /// Offsets that are no part of the text.
    case badSpan

    public var code: String { "inspect.labelled-text" }

    public var message: String {
        switch self {
        case .missing(let name): "there is no '\(name)', or it is something else"
        case .badSpan: "a span of a labelled text is not inside it"
        }
    }

    public var hint: String? {
        #"write {"text": …, "label": 0} (or 1), or {"text": …, "spans": [{"entity": …, "start": 0, "end": 5}]} in code points"#
    }
}
