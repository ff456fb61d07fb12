import GovernorCore
import GovernorPolicy

/// The verdict as SARIF 2.1.0 (OASIS): a rule for each threshold and a result for each that is not simply met.
enum GateSARIFRenderer {
    /// Renders a run.
    static func render(_ run: GateRun) -> String { json(run).prettyText + "\n" }

    private static func json(_ run: GateRun) -> JSONValue {
        let results = run.report.results.enumerated().filter { $0.element.status != .pass }
        return SARIF.document(
            rules: run.report.results.map(rule),
            invocation: ["executionSuccessful": true, "endTimeUtc": .string(run.report.time.description)],
            properties: [
                "outcome": .string(run.report.outcome.rawValue), "buildId": .string(run.buildID),
                "policyId": .string(run.report.policy.id), "policyVersion": .string(run.report.policy.version),
                "policySha256": .string(run.report.policy.digest.hex),
            ], results: results.map { result($0.element, index: $0.offset, run) })
    }

    private static func rule(_ result: ThresholdResult) -> JSONValue {
        let threshold = result.threshold
        let requirement = "\(threshold.name) must be \(threshold.comparison.rawValue) \(threshold.target)"
        return [
            "id": .string(threshold.name.description),
            "shortDescription": ["text": .string(requirement)],
            "fullDescription": ["text": .string(threshold.description ?? requirement)],
            "help": ["text": .string(threshold.remediation ?? threshold.description ?? requirement)],
            "defaultConfiguration": ["level": .string(threshold.enforcement == .enforce ? "error" : "warning")],
            "properties": ["tags": .array(threshold.frameworks.map { .string($0) })],
        ]
    }

    private static func result(_ result: ThresholdResult, index: Int, _ run: GateRun) -> JSONValue {
        let place = run.place(of: result)
        let name = result.threshold.name.description
        let text = [result.message, result.remediation].compactMap { $0 }.joined(separator: ". ")
        var json: JSONObject = [
            "ruleId": .string(name), "ruleIndex": .integer(index),
            "level": .string(result.blocks || result.status == .waived ? "error" : "warning"),
            "message": ["text": .string(text)],
            "locations": [SARIF.location(path: place.path, line: place.line)],
            "partialFingerprints": ["threshold/v1": .string(name)],
        ]
        if let waiver = run.waiver(of: result)?.waiver {
            json["suppressions"] = [["kind": "external", "justification": .string(waiver.reason)]]
        }
        return .object(json)
    }
}
