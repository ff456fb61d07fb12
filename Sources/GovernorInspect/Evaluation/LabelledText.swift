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
        let text = try Self.string("text", of: json)
        // Where each code point begins, and where the last ends.
        let offsets = text.unicodeScalars.reduce(into: [0]) { $0.append($0[$0.count - 1] + UTF8.width($1)) }
        // Some cases name their entity twice, with a bar between.
        let entity = json["entity"]?.string.map { String($0.prefix { $0 != "|" }) }
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

    /// A member of a row that must be a string.
    ///
    /// - Throws: ``LabelledTextError``
    package static func string(_ name: String, of json: JSONValue) throws(LabelledTextError) -> String {
        guard let member = json[name] else { throw LabelledTextError.missing(name) }
        guard let string = member.string else { throw LabelledTextError.notString(name) }
        return string
    }

    /// What is found and what is labelled of the personal data that we claim to find, by Presidio's names; nil for a case
    /// about an entity that we do not claim.
    ///
    /// A case about one entity is asked of what finds that entity alone, a national number however unsure, because that
    /// is how Presidio states its cases.
    public func personalData() -> (found: [SpanEvaluation.Labelled], expected: [SpanEvaluation.Labelled])? {
        guard let entity else {
            let found = PIIInspector(includesUnidentifying: true).findings(in: text)
            return (Self.labelled(found), expected(PresidioEntities.claimed))
        }
        guard PresidioEntities.claimed.contains(entity) else { return nil }
        return (findings(of: entity), expected([entity]))
    }

    /// What is found and what is labelled of names of persons, places and organisations.
    public func names() -> (found: [SpanEvaluation.Labelled], expected: [SpanEvaluation.Labelled])? {
        guard entity.map(PresidioEntities.claimedNames.contains) ?? true else { return nil }
        return (Self.labelled(NameTagger.standard.findings(in: text)), expected(PresidioEntities.claimedNames))
    }

    private func expected(_ entities: Set<String>) -> [SpanEvaluation.Labelled] {
        spans.map { SpanEvaluation.Labelled(entity: PresidioEntities.canonical($0.entity), span: $0.span) }
            .filter { entities.contains($0.entity) }
    }

    private func findings(of entity: String) -> [SpanEvaluation.Labelled] {
        let kinds = PresidioEntities.nationalIDKinds(of: entity)
        guard !kinds.isEmpty else {
            return Self.labelled(PIIInspector(includesUnidentifying: true).findings(in: text)).filter {
                $0.entity == entity
            }
        }
        let recognizer = NationalIDRecognizer(
            IdentifierKind.all.filter { kinds.contains($0.name) }, minimumConfidence: 0)
        return Self.labelled(SpanScanner([recognizer]).findings(in: text))
    }

    private static func labelled(_ findings: [Finding]) -> [SpanEvaluation.Labelled] {
        findings.compactMap { finding in
            PresidioEntities.entity(ofKind: finding.kind).map {
                SpanEvaluation.Labelled(entity: $0, span: finding.span)
            }
        }
    }
}

/// Why a line is no labelled text.
public enum LabelledTextError: GovernorError, Equatable {
    /// A member is not there, or is something else.
    case missing(String)
    /// A member is no string.
    case notString(String)
    /// Offsets that are no part of the text.
    case badSpan

    public var code: String { "inspect.labelled-text" }

    public var message: String {
        switch self {
        case .missing(let name): "there is no '\(name)', or it is something else"
        case .notString(let name): "'\(name)' is no string"
        case .badSpan: "a span of a labelled text is not inside it"
        }
    }

    public var hint: String? {
        #"write {"text": …, "label": 0} (or 1), or {"text": …, "spans": [{"entity": …, "start": 0, "end": 5}]} in code points"#
    }
}
