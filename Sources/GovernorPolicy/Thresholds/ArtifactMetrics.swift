public import GovernorCore

/// The metrics that evaluation artifacts report.
///
/// An artifact is a JSON object in any of the forms that pipelines write:
/// - one file a category, such as `eval_quality.json` with `{"pass_at_5": 0.84}`;
/// - categories nested in one file or request, `{"quality": {"pass_at_5": 0.84}}`;
/// - flat names, `{"quality.pass_at_5": 0.84}`.
///
/// Numbers keep their text and `null` means missing. What is no number is kept as such: it is metadata unless a threshold
/// asks for it.
public struct ArtifactMetrics: Sendable {
    /// What an artifact says about one metric.
    public enum Value: Sendable, Hashable {
        case number(ExactDecimal)
        /// Named, but `null`.
        case missing
        /// Something that cannot be compared, in words.
        case unusable(String)
    }

    /// The values by name.
    public private(set) var values: [MetricName: Value] = [:]
    private var sources: [MetricName: String] = [:]

    /// Creates an empty set.
    public init() {}

    /// The category that a file name implies: `quality` for `eval_quality.json`, nil for other names.
    public static func category(ofFile path: String) -> String? {
        let name = path.split(separator: "/").last ?? ""
        guard name.hasPrefix("eval_"), name.hasSuffix(".json") else { return nil }
        let category = name.dropFirst(5).dropLast(5)
        return category.isEmpty || category.contains(".") ? nil : String(category)
    }

    /// Adds the metrics of one artifact.
    ///
    /// - Parameters:
    ///   - artifact: The artifact's JSON.
    ///   - source: What to call it in error messages, usually its path.
    ///   - category: The category of metrics that are neither nested nor flat.
    /// - Throws: ``MetricError`` when it is no object, when a number has no category, or when two artifacts disagree.
    public mutating func add(
        _ artifact: JSONValue, from source: String, category: String? = nil
    ) throws(MetricError) {
        guard let members = artifact.object else { throw .notAnObject(kind: artifact.kind, source: source) }
        for (name, value) in members {
            if let nested = value.object {
                for (metric, value) in nested {
                    try set(MetricName(category: name, metric: metric), value, source)
                }
            } else if let flat = MetricName(name) {
                try set(flat, value, source)
            } else if let category {
                try set(MetricName(category: category, metric: name), value, source)
            } else if value.number != nil {
                throw .noCategory(metric: name, source: source)
            }
        }
    }

    /// Sets one metric, as a test or a caller without artifacts does.
    public mutating func set(_ name: MetricName, to value: Value) { values[name] = value }

    private mutating func set(_ name: MetricName, _ json: JSONValue, _ source: String) throws(MetricError) {
        let value = Self.value(json)
        if let other = values[name], other != value {
            throw .conflict(name, sources: [sources[name] ?? source, source])
        }
        values[name] = value
        sources[name] = source
    }

    private static func value(_ json: JSONValue) -> Value {
        switch json {
        case .null: .missing
        case .number(let number): number.decimal.map(Value.number) ?? .unusable("a number beyond 34 digits")
        case .string(let text): .unusable(ExactDecimal(text) == nil ? "a text" : "a number in quotes")
        case .bool: .unusable("true or false")
        case .array: .unusable("an array")
        case .object: .unusable("an object")
        }
    }

    /// Where a metric came from, for error messages.
    func source(of name: MetricName) -> String? { sources[name] }
}
