import GovernorCore

/// Metrics and what the gate must say about them.
struct GateCase: Sendable {
    private let name: Located<String>
    private let metrics: JSONValue
    private let time: Timestamp?
    private let expected: Expectation

    private struct Expectation: Sendable {
        let outcome: GateReport.Outcome?
        let failed: [String]?
        let statuses: [Named<ThresholdResult.Status>]
        let messages: [String]?
        let error: String?
    }

    static let shape: Shape<GateCase> = .object(
        "A case of the gate.",
        .required("name", Shape.nonEmptyString.located, "What the case shows."),
        .required("metrics", .jsonObject, "The metrics, by category or as category.metric; null is missing."),
        .optional("at", .timestamp, "The moment of the run, which decides about waivers; now if left out."),
        .required("expect", expectation, "What the gate must say."),
        make: GateCase.init)

    private static let expectation: Shape<Expectation> = .object(
        "What the gate must say. What is left out is not checked.",
        .optional("outcome", .word, "The outcome."),
        .optional("failed", .list(of: .identifier), "The thresholds that fail the gate, exactly these."),
        .defaulted(
            "status", .map(of: Shape<ThresholdResult.Status>.word, key: "a threshold"), to: [],
            "How single thresholds fare."),
        .optional("messages", .list(of: .string), "The messages of what fails the gate, exactly these."),
        .optional("error", .identifier, "The code of the error that leaves the gate without an outcome."),
        make: Expectation.init)

    func run(on gate: Gate, at time: Timestamp) -> PolicyTestResult {
        var differences = Differences()
        do throws(MetricError) {
            var metrics = ArtifactMetrics()
            try metrics.add(self.metrics, from: "metrics")
            compare(try gate.evaluate(metrics, at: self.time ?? time), &differences)
        } catch {
            if expected.error == nil { differences.add("the gate has no outcome: \(error.message)") }
            differences.compare("error", error.code, expected.error)
        }
        return PolicyTestResult(name: name.value, position: name.position, differences: differences.all)
    }

    private func compare(_ report: GateReport, _ differences: inout Differences) {
        if let error = expected.error {
            differences.add("expected the error \(error), found \(report.outcome.rawValue)")
        }
        differences.compare("outcome", report.outcome, expected.outcome)
        differences.compare(
            "failed", report.failures.map(\.threshold.name.description).sorted(), expected.failed?.sorted())
        differences.compare("messages", report.failures.map(\.message), expected.messages)
        for status in expected.statuses {
            let result = report.results.first { $0.threshold.name.description == status.name }
            if let result {
                differences.compare(status.name, result.status, status.value)
            } else {
                differences.add("there is no threshold \(status.name)")
            }
        }
    }
}
