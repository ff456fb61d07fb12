import GovernorCore
import GovernorLedger
import GovernorPolicy

/// An evaluation artifact as it was read.
struct GateArtifact {
    /// Its path as the user wrote it, or `standard input`.
    let name: String
    /// The SHA-256 of its bytes.
    let digest: Digest
    /// Its content.
    let json: JSONValue
    /// The category of metrics that do not name one.
    let category: String?
    private let lines: LineIndex

    /// Reads an artifact.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - category: The category that the user said it is; what the file name implies when nil.
    init(reading file: InputFile, category: String? = nil) throws(CommandError) {
        let bytes = try file.bytes()
        name = file.displayName
        digest = .sha256(bytes)
        self.category = category ?? ArtifactMetrics.category(ofFile: file.path)
        lines = LineIndex(quotedNamesIn: bytes)
        do throws(JSONError) {
            json = try JSONValue(parsing: bytes)
        } catch {
            throw .invalid(path: name, problem: error.message, hint: error.hint)
        }
    }

    /// The names of the metrics it reports.
    ///
    /// - Throws: ``MetricError`` when it reports none that can be named.
    func metricNames() throws(MetricError) -> Set<MetricName> {
        var metrics = ArtifactMetrics()
        try metrics.add(json, from: name, category: category)
        return Set(metrics.values.keys)
    }

    /// The line, from 1, on which a metric's name first stands; 1 when it is spelt with escapes.
    func line(of metric: MetricName) -> Int { lines[metric.metric] ?? lines[metric.description] ?? 1 }
}
