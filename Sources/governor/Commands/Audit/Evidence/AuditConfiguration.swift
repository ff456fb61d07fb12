import GovernorAudit
import GovernorCore

/// What an audit of fairness was told: with the data and the engine it determines the result.
struct AuditConfiguration: Equatable {
    /// Which columns hold decisions, and what they are compared by.
    var decisions: Decisions
    /// How the data are written.
    var format: TableFormat

    /// Reads and judges data.
    func report(of path: String) async throws -> FairnessDocument {
        let (cube, sha256) = try await AuditInput(path, format: format).cube(mapping)
        return try report(on: cube, data: InputFile(path).displayName, sha256: sha256)
    }

    /// Judges what was counted.
    func report(on cube: CountCube, data: String, sha256: String) throws -> FairnessDocument {
        FairnessDocument(report: try audit.report(of: cube), data: data, sha256: sha256)
    }

    /// What the columns mean.
    var mapping: ColumnMapping { decisions.mapping }

    private var audit: FairnessAudit {
        var audit = FairnessAudit()
        if let fairness = decisions.fairness {
            (audit.rates, audit.reason) = (fairness.rates, fairness.reason)
        } else if mapping.label == nil {
            // Without labels nothing else is estimable.
            audit.rates = [.selectionRate]
        }
        (audit.missing, audit.minimumRows, audit.depth) = (decisions.missing, decisions.minimumRows, decisions.depth)
        if mapping.prediction == nil { audit.threshold = mapping.threshold }
        return audit
    }
}

extension AuditConfiguration {
    /// The configuration as a record has it; null is what was not told.
    var json: JSONValue {
        let positive = mapping.negative == nil ? mapping.positive.sorted() : []
        return [
            "by": .array(mapping.attributes.map { .string($0) }), "label": Self.text(mapping.label),
            "prediction": Self.text(mapping.prediction), "score": Self.text(mapping.score),
            "weight": Self.text(mapping.weight), "count": Self.text(mapping.count),
            "threshold": JSONNumber(mapping.threshold).map(JSONValue.number) ?? .null,
            "positive": .array(positive.map { .string($0) }), "missing": .string(decisions.missing.rawValue),
            "minimum_rows": .integer(decisions.minimumRows), "depth": .integer(decisions.depth),
            "rates": decisions.fairness.map { .array($0.rates.map { .string($0.rawValue) }) } ?? .null,
            "reason": Self.text(decisions.fairness?.reason), "format": .string(formatName),
        ]
    }

    /// Reads a configuration; nil for what is none that an audit accepts.
    init?(json: JSONValue) {
        guard let members = json.object, Set(members.keys) == Self.names, let by = Self.texts(members["by"]),
            !by.isEmpty,
            let positive = Self.texts(members["positive"]), let missing = members["missing"]?.string,
            let levels = MissingLevels(rawValue: missing), let threshold = members["threshold"]?.number?.doubleValue,
            (0...1).contains(threshold), let rows = members["minimum_rows"]?.number?.integer, rows >= 1,
            let depth = members["depth"]?.number?.integer, (1...Int64(FairnessAudit.maximumDepth)).contains(depth),
            let name = members["format"]?.string, let format = Self.format(named: name)
        else { return nil }
        var mapping = ColumnMapping(attributes: by)
        (mapping.label, mapping.prediction) = (members["label"]?.string, members["prediction"]?.string)
        (mapping.score, mapping.weight) = (members["score"]?.string, members["weight"]?.string)
        (mapping.count, mapping.threshold) = (members["count"]?.string, threshold)
        if !positive.isEmpty { (mapping.positive, mapping.negative) = (Set(positive), nil) }
        var fairness: AuditSettings.Fairness?
        if let reason = members["reason"]?.string {
            guard let names = Self.texts(members["rates"]), !names.isEmpty else { return nil }
            let rates = names.compactMap(Rate.init(rawValue:))
            guard rates.count == names.count else { return nil }
            fairness = AuditSettings.Fairness(rates: rates, reason: reason)
        }
        self.init(
            decisions: Decisions(
                mapping: mapping, missing: levels, minimumRows: Int(rows), depth: Int(depth), fairness: fairness),
            format: format)
    }

    private static let names: Set<String> = [
        "by", "label", "prediction", "score", "weight", "count", "threshold", "positive", "missing", "minimum_rows",
        "depth", "rates", "reason", "format",
    ]

    private static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    private static func texts(_ json: JSONValue?) -> [String]? {
        guard let elements = json?.array else { return nil }
        let texts = elements.compactMap(\.string)
        return texts.count == elements.count ? texts : nil
    }

    private static let lines = "jsonl"

    /// `jsonl`, or `csv` with the character that separates fields.
    private var formatName: String {
        switch format {
        case .jsonLines: Self.lines
        case .csv(let delimiter): "csv \(String(decoding: [delimiter], as: UTF8.self))"
        }
    }

    private static func format(named name: String) -> TableFormat? {
        if name == lines { return .jsonLines }
        guard name.hasPrefix("csv "), name.utf8.count == 5, let delimiter = name.utf8.last else { return nil }
        return .csv(delimiter: delimiter)
    }
}
