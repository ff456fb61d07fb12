import GovernorAudit
import GovernorCore

/// What an audit of fairness was told: with the data and the engine it determines the result.
struct AuditConfiguration: Equatable {
    /// The columns that form groups.
    var by: [String]
    /// The columns of the label, of the prediction, of the score and of the weight.
    var label: String?
    var prediction: String?
    var score: String?
    var weight: String?
    /// The column of how many equal rows a row stands for.
    var count: String?
    /// From which score on a row is decided positively without a prediction.
    var threshold: Double
    /// The texts of the favourable outcome; empty for the usual ones.
    var positive: [String]
    /// What becomes of rows that lack a column of ``by``.
    var missing: MissingLevels
    /// Groups with fewer rows get no verdict.
    var minimumRows: Int
    /// The most columns whose intersections are compared.
    var depth: Int
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

    private var audit: FairnessAudit {
        var audit = FairnessAudit()
        // Without labels nothing else is estimable.
        if label == nil { audit.rates = [.selectionRate] }
        (audit.missing, audit.minimumRows, audit.depth) = (missing, minimumRows, depth)
        if prediction == nil { audit.threshold = threshold }
        return audit
    }

    /// What the columns mean.
    var mapping: ColumnMapping {
        var mapping = ColumnMapping(attributes: by)
        (mapping.label, mapping.prediction, mapping.score, mapping.weight) = (label, prediction, score, weight)
        mapping.count = count
        mapping.threshold = threshold
        if !positive.isEmpty { (mapping.positive, mapping.negative) = (Set(positive), nil) }
        return mapping
    }
}

extension AuditConfiguration {
    /// The configuration as a record has it; null is what was not told.
    var json: JSONValue {
        [
            "by": .array(by.map { .string($0) }), "label": Self.text(label), "prediction": Self.text(prediction),
            "score": Self.text(score), "weight": Self.text(weight), "count": Self.text(count),
            "threshold": JSONNumber(threshold).map(JSONValue.number) ?? .null,
            "positive": .array(positive.map { .string($0) }), "missing": .string(missing.rawValue),
            "minimum_rows": .integer(minimumRows), "depth": .integer(depth), "format": .string(formatName),
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
        self.init(
            by: by, label: members["label"]?.string, prediction: members["prediction"]?.string,
            score: members["score"]?.string, weight: members["weight"]?.string, count: members["count"]?.string,
            threshold: threshold, positive: positive,
            missing: levels, minimumRows: Int(rows), depth: Int(depth), format: format)
    }

    private static let names: Set<String> = [
        "by", "label", "prediction", "score", "weight", "count", "threshold", "positive", "missing", "minimum_rows",
        "depth",
        "format",
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
