import GovernorCore

/// What stands out in an audit as SARIF 2.1.0, for code scanning: a result for each finding, at the head of the data.
struct AuditSARIF<Document: AuditDocument> {
    let document: Document

    /// The document.
    var text: String {
        SARIF.document(
            rules: Document.Finding.rules.map(rule), invocation: ["executionSuccessful": true],
            properties: [
                "rows": .integer(document.rows), "dataSha256": .string(document.data.sha256),
            ],
            results: document.findings.map(result)
        ).prettyText + "\n"
    }

    private func rule(_ rule: AuditRule) -> JSONValue {
        [
            "id": .string(rule.id), "shortDescription": ["text": .string(rule.summary)],
            "fullDescription": ["text": .string(rule.summary)], "help": ["text": .string(rule.help)],
            "defaultConfiguration": ["level": .string(rule.severity.rawValue)],
        ]
    }

    private func result(_ finding: Document.Finding) -> JSONValue {
        [
            "ruleId": .string(finding.rule.id), "ruleIndex": .integer(finding.ruleIndex),
            "level": .string(finding.rule.severity.rawValue), "message": ["text": .string(finding.message)],
            "locations": [SARIF.location(path: document.data.name, line: 1)],
            "partialFingerprints": ["finding/v1": .string(finding.fingerprint)],
        ]
    }
}
