import GovernorCore
import GovernorPolicy
import Testing

@Suite struct PolicyLoadingTests {
    static let meta = "meta: {policy_id: p, version: 1}\n"

    static func rule(_ when: String) -> String {
        "\(meta)rules:\n  - id: a\n    when: \(when)\n    action: block\n    message: m\n"
    }

    @Test func `S3.6, G.27: the reference system's file loads unchanged`() throws {
        let policy = try Fixture.reference()
        #expect(policy.metadata.id == "adr-006.embedded-governance")
        #expect(policy.metadata.effectiveDate == Timestamp("2026-01-01"))
        #expect(
            policy.thresholds.map(\.name.description) == [
                "quality.pass_at_5", "fairness.subgroup_delta", "safety.harmful_rate", "drift.psi",
            ])
        #expect(policy.thresholds.map(\.targetText) == ["min 0.82", "max 0.05", "max 0.005", "max 0.2"])
        #expect(policy.rules.rules.map(\.action) == [.block, .block, .safeMode, .summarize])
    }

    @Test func `S3.22: a policy in JSON is the same policy`() throws {
        let json = """
            {"meta": {"policy_id": "p", "version": 1.0}, "thresholds": {"a": {"b": {"target_max": 5e-2}}},
             "rules": [{"id": "r", "when": "contains_pii AND NOT lawful_basis", "action": "block", "message": "caf\\u00e9"}]}
            """
        let yaml = """
            meta: {policy_id: p, version: 1.0}
            thresholds: {a: {b: {target_max: 0.05}}}
            rules: [{id: r, when: contains_pii AND NOT lawful_basis, action: block, message: café}]
            """
        #expect(try Fixture.policy(json).reference == Fixture.policy(yaml).reference)
    }

    @Test func `every problem of a file is reported at once, in order`() {
        let yaml = """
            meta: {policy_id: p}
            treshold: 1
            thresholds:
              fairness:
                subgroup_delta: {target_mx: 0.05}
                other: {target_max: high}
            rules:
              - id: a
                when: jailbreak_scor > 0.8
                action: blok
                message: m
              - id: a
                stage: output
                when: jailbreak_score + 1.0
                actoin: block
                message: m
            waivers:
              - {id: w, rule: b, owner: o, reason: r, expires: soon}
            """
        #expect(
            Fixture.failures(yaml).map { "\($0.position.line):\($0.position.column) \($0.code) \($0.hint ?? "-")" } == [
                "1:7 document.missing-key add 'version:' with text",
                "2:1 document.unknown-key did you mean 'thresholds'?",
                "5:22 document.unknown-key did you mean 'target_max'?",
                "6:25 document.type -",
                "9:11 policy.expression did you mean 'jailbreak_score'?",
                "10:13 document.type did you mean 'block'?",
                "12:5 document.missing-key add 'action:' with one of block, hold, safe_mode, summarize, redact, log_only, allow, pass, mask",
                "12:9 policy.duplicate-id give one of them another id",
                "13:12 policy.stage it exists at prompt, tool_result",
                "14:11 policy.expression write a comparison",
                "15:5 document.unknown-key did you mean 'action'?",
                "18:52 document.type -",
            ])
    }

    @Test(arguments: [
        ("metta: {}", "meta"), ("meta: {policy_idd: p, version: 1}", "policy_id"), ("rule: []", "rules"),
        ("rules: [{idd: x}]", "id"), ("admission: [{deny_wen: x}]", "deny_when"),
        ("waivers: [{expiers: x}]", "expires"),
        ("slos: {a: {sly: x}}", "sli"), ("context: {a: {tpye: bool}}", "type"),
        ("frameworks: {a: {titel: x}}", "title"), ("thresholds: {a: {b: {oner: x}}}", "owner"),
    ]) func `G.1: an unknown key is refused everywhere, with the nearest one`(yaml: String, nearest: String) {
        let failures = Fixture.failures(yaml)
        #expect(failures.contains { $0.code == "document.unknown-key" && $0.hint == "did you mean '\(nearest)'?" })
    }

    @Test(arguments: [
        ("jailbreak_score > 0.8 &&", "policy.expression"), ("jailbreak_scre > 0.8", "policy.expression"),
        ("jailbreak_score", "policy.expression"), ("jailbreak_score > 'x'", "policy.expression"),
        ("1", "document.type"), ("''", "document.type"), ("[a]", "document.type"),
        ("frobnicate(model)", "policy.expression"),
        ("verbatim_ratio > 0.1 && jailbreak_score > 0.1", "policy.no-stage"),
    ]) func `a condition that cannot decide is refused at its place`(when: String, code: String) throws {
        let failure = try #require(Fixture.failures(Self.rule(when)).first)
        #expect(failure.code == code)
        #expect(failure.position.line == 4)
    }

    @Test(arguments: [
        ("!contains_pii", "put an expression that begins with '!' in quotes"),
        ("model == 'a' ? true : false", "put the expression in quotes, or under 'when: |' on lines of its own"),
        ("\"a\" == model", "put the expression in quotes, or under 'when: |' on lines of its own"),
    ]) func `an expression that YAML takes for something else has a hint`(when: String, hint: String) {
        #expect(Fixture.failures(Self.rule(when)).contains { $0.hint == hint })
    }

    @Test func `a comma inside braces splits an expression, and the hint says so`() {
        let yaml = Self.meta + "rules:\n  - {id: a, when: [1, 2].exists(x, x > 1), action: block, message: m}\n"
        let plain = Self.meta + "rules:\n  - {id: a, when: f(1, 2) > 1, action: block, message: m}\n"
        #expect(Fixture.failures(plain).contains { $0.hint?.contains("a comma or colon inside { }") == true })
        #expect(Fixture.failures(yaml).contains { $0.hint?.contains("put the expression in quotes") == true })
    }

    @Test func `an error inside an expression is shown where it stands in the file`() throws {
        let block = Self.rule("|\n      contains_pii AND\n        NOT lawful_bass AND true")
        let failure = try #require(Fixture.failures(block).first)
        #expect(failure.position == SourcePosition(line: 6, column: 13))
        #expect(failure.hint == "did you mean 'lawful_basis'?")
    }

    @Test(arguments: [
        ("waivers: [{id: w, owner: o, reason: r, expires: 2026-01-01}]", "policy.waiver-subject"),
        (
            "waivers: [{id: w, rule: a, threshold: a.b, owner: o, reason: r, expires: 2026-01-01}]",
            "policy.waiver-subject"
        ),
        ("waivers: [{id: w, rule: a, owner: o, reason: r, expires: 2026-01-01}]", "policy.unknown-rule"),
        ("waivers: [{id: w, threshold: a.b, owner: o, reason: r, expires: 2026-01-01}]", "policy.unknown-threshold"),
        ("waivers: [{id: w, rule: a, owner: o, expires: 2026-01-01}]", "document.missing-key"),
        ("context: {contains_pii: bool}", "policy.variable-exists"), ("context: {a-b: bool}", "policy.variable-name"),
        ("context: {a: {type: int, default: x}}", "document.type"), ("context: {a: number}", "document.type"),
        ("slos: {a: {sli: x, target: 1.5, window: 30d}}", "document.type"),
        ("slos: {a: {sli: x, target: 0.9, window: month}}", "document.type"),
        ("thresholds: {a.b: {c: {target_max: 1}}}", "policy.threshold-category"),
        ("admission: [{id: a, deny_when: 'modle.tier == 1', message: m}]", "policy.expression"),
        ("enforcement: strict", "document.type"), ("ownership: {a: 1}", "document.type"),
    ]) func `what contradicts itself or points nowhere is refused`(yaml: String, code: String) {
        #expect(Fixture.failures(Self.meta + yaml + "\n").map(\.code) == [code])
    }

    @Test(
        arguments: ["==", "!="].flatMap { operation in
            ["block_above", "block_below"].flatMap { key in [true, false].map { (operation, key, $0) } }
        }) func `G.27: a threshold that has no direction has no side to block on`(
            operation: String, key: String, value: Bool
        ) throws
    {
        let threshold = "{target: 1, operator: '\(operation)', \(key): \(value)}"
        let failures = Fixture.failures(Self.meta + "thresholds: {a: {b: \(threshold)}}\n")
        #expect(failures.map(\.code) == ["policy.threshold-direction"])
        let failure = try #require(failures.first)
        #expect(failure.message.contains("\(key) means nothing with the operator '\(operation)'"))
        #expect(failure.hint?.contains("enforcement: warn") == true)
        let warning = "thresholds: {a: {b: {target: 1, operator: '\(operation)', enforcement: warn}}}\n"
        #expect(Fixture.failures(Self.meta + warning).isEmpty)
    }

    @Test func `a policy's other parts are loaded as values`() throws {
        let policy = try Fixture.policy(
            """
            meta: {policy_id: p, version: 1, owner: board}
            thresholds: {fairness: {delta: {target_max: 0.05, frameworks: ['eu-ai-act:art-10']}}, drift: {psi: {target_max: 0.2, owner: sre}}}
            admission:
              - id: high-risk-needs-board
                deny_when: 'model.risk_tier == "high" && !approvals.exists(a, a.role == "ethics_board")'
                message: a high-risk model needs the ethics board
            slos: {fair: {sli: fairness.delta, target: 0.99, window: 30d}}
            ownership: {fairness: [ada, grace], escalation: board}
            frameworks: {eu-ai-act: {title: EU AI Act, version: 2024/1689, controls: [art-10]}, nist-ai-rmf: [measure-2.11]}
            """)
        #expect(policy.thresholds.map(\.owner) == ["ada, grace", "sre"])
        #expect(policy.admission.map(\.id) == ["high-risk-needs-board"])
        #expect(policy.objectives.map(\.window) == [.seconds(30 * 86_400)])
        #expect(policy.frameworks.map(\.id) == ["eu-ai-act", "nist-ai-rmf"])
        #expect(policy.frameworks.map(\.controls) == [["art-10"], ["measure-2.11"]])
    }

    @Test func `G.9: the schema for editors comes from the loader`() throws {
        let schema = Policy.jsonSchema
        #expect(schema["required"] == ["meta"])
        #expect(schema["additionalProperties"] == false)
        let sections = [
            "meta", "enforcement", "thresholds", "rules", "admission", "context", "inspection", "slos", "waivers",
            "ownership", "frameworks",
        ]
        #expect(schema["properties"]?.object?.keys == sections)
        let rule = schema["properties"]?["rules"]?["items"]
        #expect(rule?["required"] == ["id", "when", "action", "message"])
        #expect(rule?["properties"]?["action"]?["enum"]?.array?.count == 9)
        #expect(Policy.keys.allSatisfy { !$0.sentence.isEmpty && !$0.type.isEmpty || $0.path.hasSuffix(".default") })
    }
}
