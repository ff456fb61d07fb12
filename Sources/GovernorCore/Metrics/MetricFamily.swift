import Synchronization

/// One metric with all its series.
final class MetricFamily: Sendable {
    enum Kind { case counter, gauge, histogram(bounds: [Double]) }

    struct Series {
        var sum = 0.0
        var count: UInt64 = 0
        var buckets: [UInt64]
    }

    let name: String
    let bounds: [Double]
    private let help: String
    private let labels: [String]
    private let kind: Kind
    private let series: Mutex<[[String]: Series]>

    init(name: String, help: String, labels: [String], kind: Kind) {
        self.name = name
        self.help = help
        self.labels = labels
        self.kind = kind
        bounds = if case .histogram(let bounds) = kind { bounds } else { [] }
        // A metric without labels is there from the start, so that its absence means trouble.
        let isAlwaysShown = if case .gauge = kind { false } else { labels.isEmpty }
        series = Mutex(isAlwaysShown ? [[]: Series(buckets: Array(repeating: 0, count: bounds.count))] : [:])
    }

    func update(_ values: [String], _ body: (inout Series) -> Void) {
        precondition(values.count == labels.count, "\(name) has the labels \(labels)")
        series.withLock { series in
            body(&series[values, default: Series(buckets: Array(repeating: 0, count: bounds.count))])
        }
    }

    func remove(_ values: [String]) { series.withLock { _ = $0.removeValue(forKey: values) } }

    var exposition: String {
        let rows = series.withLock { $0 }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        let type =
            switch kind {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram: "histogram"
            }
        return "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n" + rows.map { lines($0.key, $0.value) }.joined()
    }

    private func lines(_ values: [String], _ series: Series) -> String {
        let pairs = zip(labels, values).map { "\($0)=\"\(Self.escaped($1))\"" }
        guard case .histogram = kind else { return "\(name)\(Self.braced(pairs)) \(Self.text(series.sum))\n" }
        var lines = ""
        var total: UInt64 = 0
        for (bound, count) in zip(bounds, series.buckets) {
            total += count
            lines += "\(name)_bucket\(Self.braced(pairs + ["le=\"\(Self.text(bound))\""])) \(total)\n"
        }
        lines += "\(name)_bucket\(Self.braced(pairs + ["le=\"+Inf\""])) \(series.count)\n"
        lines += "\(name)_sum\(Self.braced(pairs)) \(Self.text(series.sum))\n"
        return lines + "\(name)_count\(Self.braced(pairs)) \(series.count)\n"
    }

    private static func braced(_ pairs: [String]) -> String {
        pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}"
    }

    private static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return ECMAScriptNumber.text(of: value)
    }

    private static func escaped(_ value: String) -> String {
        var text = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
