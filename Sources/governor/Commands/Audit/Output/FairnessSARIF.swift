import GovernorAudit
import GovernorCore

/// What stands out in an audit as SARIF 2.1.0, for code scanning: a result for each finding, at the head of the data.
struct FairnessSARIF {
    let document: FairnessDocument

    /// The document.
    var text: String {
        SARIF.document(
            rules: FairnessFinding.rules.map(rule), invocation: ["executionSuccessful": true],
            properties: [
                "rows": .integer(document.report.rows), "dataSha256": .string(document.sha256),
            ],
            results: document.findings.map(result)
        ).prettyText + "\n"
    }

    private func rule(_ rule: FairnessFinding.Rule) -> JSONValue {
        [
            "id": .string(rule.id), "shortDescription": ["text": .string(rule.summary)],
            "fullDescription": ["text": .string(rule.summary)], "help": ["text": .string(rule.help)],
            "defaultConfiguration": ["level": .string(rule.severity.rawValue)],
        ]
    }

    private func result(_ finding: FairnessFinding) -> JSONValue {
        [
            "ruleId": .string(finding.rule.id), "ruleIndex": .integer(finding.ruleIndex),
            "level": .string(finding.rule.severity.rawValue), "message": ["text": .string(finding.message)],
            "locations": [SARIF.location(path: document.data, line: 1)],
            "partialFingerprints": ["finding/v1": .string(finding.fingerprint)],
        ]
    }
}
