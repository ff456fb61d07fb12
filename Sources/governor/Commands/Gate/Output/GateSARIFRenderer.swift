import GovernorCore
import GovernorPolicy

/// The verdict as SARIF 2.1.0 (OASIS): a rule for each threshold and a result for each that is not simply met.
enum GateSARIFRenderer {
    /// Renders a run.
    static func render(_ run: GateRun) -> String { json(run).prettyText + "\n" }

    private static func json(_ run: GateRun) -> JSONValue {
        let results = run.report.results.enumerated().filter { $0.element.status != .pass }
        return [
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [
                [
                    "tool": [
                        "driver": [
                            "name": "Governor", "version": .string(BuildInformation.version),
                            "semanticVersion": .string(BuildInformation.version),
                            "rules": .array(run.report.results.map(rule)),
                        ]
                    ],
                    "invocations": [
                        ["executionSuccessful": true, "endTimeUtc": .string(run.report.time.description)]
                    ],
                    "properties": [
                        "outcome": .string(run.report.outcome.rawValue), "buildId": .string(run.buildID),
                        "policyId": .string(run.report.policy.id),
                        "policyVersion": .string(run.report.policy.version),
                        "policySha256": .string(run.report.policy.digest.hex),
                    ],
                    "results": .array(results.map { result($0.element, index: $0.offset, run) }),
                ]
            ],
        ]
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
            "locations": [
                [
                    "physicalLocation": [
                        "artifactLocation": ["uri": .string(uri(place.path))],
                        "region": ["startLine": .integer(place.line)],
                    ]
                ]
            ],
            "partialFingerprints": ["threshold/v1": .string(name)],
        ]
        if let waiver = run.waiver(of: result)?.waiver {
            json["suppressions"] = [["kind": "external", "justification": .string(waiver.reason)]]
        }
        return .object(json)
    }

    /// A path as a URI reference, RFC 3986: relative to the repository as code scanning expects, or a `file` URI.
    private static func uri(_ path: String) -> String {
        let isAbsolute = path.utf8.first == UInt8(ascii: "/")
        let relative = path.utf8.starts(with: "./".utf8) ? String(path.dropFirst(2)) : path
        return (isAbsolute ? "file://" : "") + relative.percentEncoded(keeping: "/")
    }
}
