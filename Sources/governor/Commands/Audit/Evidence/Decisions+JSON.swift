import GovernorAudit
import GovernorCore

// Which columns hold decisions, and what they are compared by, in the configuration of a record.
extension Decisions {
    /// The members, but for ``fairness``; null is what was not told.
    var json: JSONObject {
        let positive = mapping.negative == nil ? mapping.positive.sorted() : []
        return [
            "by": .array(mapping.attributes.map { .string($0) }), "label": .text(mapping.label),
            "prediction": .text(mapping.prediction), "score": .text(mapping.score), "weight": .text(mapping.weight),
            "count": .text(mapping.count), "threshold": mapping.thresholdJSON,
            "positive": .array(positive.map { .string($0) }), "missing": .string(missing.rawValue),
            "minimum_rows": .integer(minimumRows), "depth": .integer(depth),
            "anytime_valid": .bool(isAnytimeValid),
        ]
    }

    /// The names of the members.
    static let names: Set<String> = [
        "by", "label", "prediction", "score", "weight", "count", "threshold", "positive", "missing", "minimum_rows",
        "depth", "anytime_valid",
    ]

    /// Reads them; nil where they are none that an audit accepts.
    init?(json members: JSONObject) {
        guard let by = members["by"]?.texts, let positive = members["positive"]?.texts,
            let levels = members["missing"]?.string.flatMap(MissingLevels.init(rawValue:)),
            let rows = members["minimum_rows"]?.number?.integer.map({ Int($0) }),
            AuditSettings.minimumRowsRange.contains(rows),
            let depth = members["depth"]?.number?.integer, (1...Int64(FairnessAudit.maximumDepth)).contains(depth),
            let isAnytimeValid = members["anytime_valid"]?.bool
        else { return nil }
        var mapping = ColumnMapping(attributes: by)
        (mapping.label, mapping.prediction) = (members["label"]?.string, members["prediction"]?.string)
        (mapping.score, mapping.weight) = (members["score"]?.string, members["weight"]?.string)
        mapping.count = members["count"]?.string
        guard mapping.setThreshold(members["threshold"]) else { return nil }
        if !positive.isEmpty { (mapping.positive, mapping.negative) = (Set(positive), nil) }
        self.init(
            mapping: mapping, missing: levels, minimumRows: rows, depth: Int(depth),
            isAnytimeValid: isAnytimeValid, fairness: nil)
    }
}

extension ColumnMapping {
    /// Whether scores decide: otherwise the threshold means nothing, and no record has it.
    private var isByScore: Bool { score != nil && prediction == nil }

    /// The threshold; null where scores do not decide.
    var thresholdJSON: JSONValue { isByScore ? JSONNumber(threshold).map(JSONValue.number) ?? .null : .null }

    /// Sets the threshold once columns are known.
    ///
    /// - Returns: Whether the value can be one of these columns.
    mutating func setThreshold(_ json: JSONValue?) -> Bool {
        guard isByScore else { return json?.isNull == true }
        guard let threshold = json?.number?.doubleValue, (0...1).contains(threshold) else { return false }
        self.threshold = threshold
        return true
    }
}

extension TableFormat {
    private static let lines = "jsonl"

    /// The format as a record has it: `jsonl`, or `csv` with the character that separates fields.
    var json: JSONValue {
        switch self {
        case .jsonLines: .string(Self.lines)
        case .csv(let delimiter): .string("csv \(String(decoding: [delimiter], as: UTF8.self))")
        }
    }

    /// Reads a format; nil for what is none.
    init?(json: JSONValue?) {
        guard let name = json?.string else { return nil }
        if name == Self.lines {
            self = .jsonLines
            return
        }
        guard name.hasPrefix("csv "), name.utf8.count == 5, let delimiter = name.utf8.last else { return nil }
        self = .csv(delimiter: delimiter)
    }
}

extension JSONValue {
    /// A text; null for none.
    static func text(_ text: String?) -> Self { text.map { .string($0) } ?? .null }

    /// The texts of an array; nil for what is no array of texts.
    var texts: [String]? {
        guard let array else { return nil }
        let texts = array.compactMap(\.string)
        return texts.count == array.count ? texts : nil
    }
}
