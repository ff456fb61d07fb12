import GovernorCore
import GovernorPolicy
import Testing

@Suite struct RuleSetTests {
    static func policy(_ rules: String, _ rest: String = "") throws -> Policy {
        try Fixture.policy("meta: {policy_id: p, version: 1}\n\(rest)\nrules:\n\(rules)")
    }

    static func verdict(
        _ policy: Policy, _ stage: Stage, _ context: String = "{}", measured: Measurements = Measurements(),
        at time: Timestamp = Fixture.start
    ) throws -> Verdict {
        let stated = try #require(try JSONValue(parsing: context).object)
        return policy.rules.evaluate(stage: stage, input: RuleInput(measured: measured, stated: stated), at: time)
    }

    // MARK: The reference system's answers

    @Test func `S3.7: a jailbreak score of 0.9 is answered in safe mode`() throws {
        let verdict = try Self.verdict(Fixture.reference(), .prompt, #"{"jailbreak_score": 0.9}"#)
        #expect(verdict.isAllowed)
        #expect(verdict.action.rawValue == "safe_mode")
        #expect(verdict.reasons == ["high jailbreak score"])
    }

    @Test(arguments: [("0.8", "allow"), ("0.81", "safe_mode"), ("1", "safe_mode"), ("0", "allow"), ("null", "allow")])
    func `S3.7: the limit itself is allowed`(score: String, action: String) throws {
        let verdict = try Self.verdict(Fixture.reference(), .prompt, #"{"jailbreak_score": \#(score)}"#)
        #expect(verdict.action.rawValue == action)
    }

    @Test func `S3.8: personal data without a lawful basis is blocked`() throws {
        let verdict = try Self.verdict(Fixture.reference(), .prompt, #"{"contains_pii": true}"#)
        #expect(!verdict.isAllowed)
        #expect(verdict.action.rawValue == "block")
        #expect(verdict.reasons == ["PII without lawful basis"])
        let lawful = try Self.verdict(Fixture.reference(), .prompt, #"{"contains_pii": true, "lawful_basis": true}"#)
        #expect(lawful.action == .allow)
    }

    @Test(arguments: [("0.20", "allow"), ("0.2000001", "summarize"), ("0.9", "summarize")])
    func `S3.9: an output copied by more than a fifth is summarised`(ratio: String, action: String) throws {
        let verdict = try Self.verdict(Fixture.reference(), .output, #"{"verbatim_ratio": \#(ratio)}"#)
        #expect(verdict.action.rawValue == action)
        #expect(verdict.isAllowed)
    }

    @Test func `S3.39: personal data that an inspector found blocks without any context`() throws {
        var measured = Measurements()
        measured.set(.containsPII, true)
        let verdict = try Self.verdict(Fixture.reference(), .prompt, measured: measured)
        #expect(verdict.action == .block)
        #expect(verdict.reasons == ["PII without lawful basis"])
    }

    // MARK: Merging

    @Test(
        arguments: [
            (#"{"contains_pii": false, "jailbreak_score": 0.1}"#, [.block, .safeMode]),
            (#"{}"#, [.block, .safeMode]), (#"{"jailbreak_score": 1}"#, [.block, .safeMode]),
        ] as [(String, [Action])]) func `a caller can raise what was measured, never lower it`(
            context: String, actions: [Action]
        ) throws
    {
        var measured = Measurements()
        measured.set(.containsPII, true)
        measured.set(.jailbreakScore, 0.85)
        let verdict = try Self.verdict(Fixture.reference(), .prompt, context, measured: measured)
        #expect(verdict.matches.map(\.action) == actions)
    }

    @Test func `what rules of a stage measure is known beforehand`() throws {
        let policy = try Self.policy(
            """
            - {id: a, stage: prompt, when: jailbreak_score > 0.5 || text_bytes > 9, action: block, message: m}
            - {id: b, when: 'contains_pii && purpose == "toxicity_score"', action: block, message: m}
            - {id: c, stage: output, when: verbatim_ratio > 0.5, action: block, message: m, enforcement: shadow}
            """)
        #expect(policy.rules.measuredVariables(at: .prompt) == [.jailbreakScore, .containsPII])
        #expect(policy.rules.measuredVariables(at: .output) == [.verbatimRatio, .containsPII])
        #expect(policy.rules.measuredVariables(at: .toolCall) == [.containsPII])
    }

    @Test func `a negative score pulls no sum of scores down`() throws {
        let policy = try Self.policy(
            "- {id: a, when: toxicity_score + harmful_content_score > 0.5, action: block, message: m}")
        var measured = Measurements()
        measured.set(.harmfulContentScore, 0.9)
        let verdict = try Self.verdict(policy, .prompt, #"{"toxicity_score": -1}"#, measured: measured)
        #expect(verdict.action == .block)
    }

    @Test func `unknown keys of a context are ignored and counted`() throws {
        let policy = try Fixture.reference()
        let context = try #require(
            try JSONValue(parsing: #"{"weather": "fine", "model": "mine", "lawful_basis": true, "user_id": 7}"#).object)
        let review = policy.rules.review(context: context)
        #expect(review.ignoredKeys == 2)
        #expect(review.mistyped.map(\.name) == ["user_id"])
    }

    @Test func `a caller cannot say what only the gateway knows`() throws {
        let policy = try Self.policy("- {id: a, when: model == 'x', action: block, message: m}")
        #expect(try Self.verdict(policy, .prompt, #"{"model": "x"}"#).action == .allow)
        let input = RuleInput(request: RequestFacts(model: "x"))
        #expect(policy.rules.evaluate(stage: .prompt, input: input, at: Fixture.start).action == .block)
    }

    @Test func `a policy declares further variables that callers state`() throws {
        let policy = try Self.policy(
            "- {id: a, when: \"tier == 'free' && size(topics) > limit\", action: block, message: m}",
            "context: {tier: string, topics: list, limit: {type: int, default: 1, stage: prompt}}")
        #expect(try Self.verdict(policy, .prompt, #"{"tier": "free", "topics": ["a", "b"]}"#).action == .block)
        #expect(
            try Self.verdict(policy, .prompt, #"{"tier": "free", "topics": ["a", "b"], "limit": 2}"#).action == .allow)
        #expect(policy.rules.rules.first?.stages == [.prompt])
    }

    // MARK: Failing closed

    @Test func `G.33: a rule that cannot be evaluated denies`() throws {
        let policy = try Self.policy(
            """
            - {id: a, when: "1 / text_bytes > 0", action: log_only, message: m}
            - {id: b, when: "true", action: safe_mode, message: n}
            """)
        let verdict = try Self.verdict(policy, .prompt)
        #expect(!verdict.isAllowed)
        #expect(verdict.action.rawValue == "error_block")
        #expect(verdict.matches.map(\.ruleID) == ["a", "b"])
        #expect(verdict.reasons.first?.hasPrefix("rule a could not be evaluated") == true)
    }

    @Test(arguments: ["warn", "shadow"])
    func `G.33: a failing rule that is not enforced is recorded only`(level: String)
        throws
    {
        let policy = try Self.policy(
            "- {id: a, when: \"1 / text_bytes > 0\", action: block, message: m, enforcement: \(level)}")
        let verdict = try Self.verdict(policy, .prompt)
        #expect(verdict.action == .allow)
        #expect(verdict.matches.map(\.action) == [.errorBlock])
    }

    @Test func `G.33: an inspector that failed is an error, not a default`() throws {
        var measured = Measurements()
        measured.fail(.containsPII)
        #expect(try Self.verdict(Fixture.reference(), .prompt, measured: measured).action == .errorBlock)
        // What no value of the variable could change is still decided.
        let verdict = try Self.verdict(Fixture.reference(), .prompt, #"{"lawful_basis": true}"#, measured: measured)
        #expect(verdict.action == .allow)
        measured.set(.jailbreakScore, .nan)
        #expect(try Self.verdict(Fixture.reference(), .prompt, measured: measured).matches.count == 2)
    }

    @Test func `G.33: a context value of the wrong kind denies where a rule needs it`() throws {
        let verdict = try Self.verdict(
            Fixture.reference(), .prompt, #"{"contains_pii": true, "lawful_basis": "consent"}"#)
        #expect(verdict.action == .errorBlock)
        #expect(try Self.verdict(Fixture.reference(), .prompt, #"{"session_id": 5}"#).action == .allow)
    }

    @Test func `a rule that would take too long is stopped and denies`() throws {
        let list = (0..<200).map(String.init).joined(separator: ", ")
        let nested = "[\(list)].all(a, [\(list)].all(b, [\(list)].all(c, a + b + c >= 0)))"
        let policy = try Self.policy("- {id: a, when: \"\(nested)\", action: log_only, message: m}")
        let stopwatch = ProcessorStopwatch()
        let verdict = try Self.verdict(policy, .prompt)
        #expect(verdict.action == .errorBlock)
        #expect(stopwatch.elapsed < .seconds(5))
    }

    @Test(
        arguments: [
            ("toxicity_score > 0.5", "toxicity_score"), ("contains_pii || toxicity_score > 0.5", "toxicity_score"),
            ("contains_pii && NOT (toxicity_score < 0.5)", "toxicity_score"),
            ("toxicity_score > 0.5 || names_a_customer", "toxicity_score or names_a_customer"),
        ]) func `G.33: what nothing can find in the text is not redacted, the rule denies and says why`(
            when: String, names: String
        ) throws
    {
        let policy = try Self.policy(
            """
            - {id: a, when: "\(when)", action: redact, message: removed}
            - {id: b, when: contains_pii, action: redact, message: masked}
            """, "context: {names_a_customer: bool}")
        var measured = Measurements()
        measured.set(.containsPII, true)
        let context = #"{"toxicity_score": 0.9}"#
        let verdict = try Self.verdict(policy, .output, context, measured: measured)
        #expect(verdict.action == .errorBlock)
        #expect(
            verdict.reasons == [
                "rule a cannot be carried out: no inspector says where in the text \(names) is, "
                    + "so nothing can be redacted", "masked",
            ])
    }

    @Test(
        arguments: [
            "contains_pii", "contains_pii && !lawful_basis", "purpose == '' && contains_pii", "text_bytes < 9",
            "contains_pii && user_id != 'toxicity_score'", "contains_pii || contains_secret",
        ]) func `what is not in the text does not keep a rule from redacting what is`(when: String) throws
    {
        let policy = try Self.policy("- {id: a, when: \"\(when)\", action: mask, message: masked}")
        let verdict = try Self.verdict(policy, .output, #"{"contains_pii": true}"#)
        #expect(verdict.action == .redact)
        #expect(verdict.reasons == ["masked"])
    }

    @Test(
        arguments: [
            ("verbatim_ratio > 0.5", "policy.never-redacts", "verbatim_ratio"),
            ("contains_pii || toxicity_score > 0.5", "policy.never-redacts", "toxicity_score"),
            ("user_id == 'x'", "policy.redacts-unmeasured", "looks for nothing in the text"),
            ("true", "policy.redacts-unmeasured", "looks for nothing in the text"),
        ])
    func `a rule that redacts and nothing says where is warned of`(when: String, code: String, words: String) throws {
        let policy = try Self.policy("- {id: a, when: \"\(when)\", action: redact, message: removed}")
        let warning = try #require(policy.warnings.first)
        #expect(policy.warnings.count == 1)
        #expect(warning.code == code)
        #expect(warning.message.hasPrefix("rules.a: ") && warning.message.contains(words))
        #expect(warning.hint != nil)
        #expect(warning.position.line > 1)
    }

    @Test func `a rule that can redact, or does not, is not warned of`() throws {
        let policy = try Self.policy(
            """
            - {id: a, when: contains_pii && !lawful_basis, action: redact, message: m}
            - {id: b, when: contains_secret, action: block, message: m}
            """)
        #expect(policy.warnings.isEmpty)
    }

    @Test func `a value of the wrong type is said to be that, and is not repeated`() throws {
        let policy = try Self.policy("- {id: a, when: contains_pii && !lawful_basis, action: block, message: m}")
        let context = #"{"contains_pii": true, "lawful_basis": "s3cret"}"#
        let reason = "the variable 'lawful_basis' must be of the type bool, and the request states another"
        let verdict = try Self.verdict(policy, .prompt, context)
        #expect(verdict.reasons == ["rule a could not be evaluated: \(reason)"])
        let stated = try #require(try JSONValue(parsing: context).object)
        let explanation = try #require(policy.rules.explain(stage: .prompt, input: RuleInput(stated: stated)).first)
        #expect(explanation.outcome == .failed(reason))
        #expect(explanation.parts.contains { $0.text == "lawful_basis" && $0.value == "error: \(reason)" })
    }

    @Test func `a rule that cannot redact denies only where it is enforced`() throws {
        let policy = try Self.policy(
            "- {id: a, when: toxicity_score > 0.5, action: redact, message: removed, enforcement: warn}")
        let verdict = try Self.verdict(policy, .prompt, #"{"toxicity_score": 0.9}"#)
        #expect(verdict.isAllowed)
        #expect(verdict.matches.map(\.action) == [.errorBlock])
    }

    // MARK: Precedence, levels, waivers

    @Test(arguments: [
        ("pass", Action.allow, true), ("allow", .allow, true), ("log_only", .logOnly, true), ("redact", .redact, true),
        ("mask", .redact, true), ("summarize", .summarize, true), ("safe_mode", .safeMode, true),
        ("hold", .hold, false), ("block", .block, false),
    ])
    func `G.29: a rule decides for its action, by each of the action's names`(
        name: String, action: Action, isAllowed: Bool
    ) throws {
        let policy = try Self.policy("- {id: a, when: contains_pii, action: \(name), message: m}")
        let verdict = try Self.verdict(policy, .prompt, #"{"contains_pii": true}"#)
        #expect(verdict.action == action && verdict.isAllowed == isAllowed)
        #expect(verdict.matches.map(\.action) == [action])
    }

    @Test(arguments: ["error_block", "PASS", "deny", ""])
    func `G.29: other words are no actions`(name: String) {
        #expect(throws: DocumentErrors.self) {
            try Self.policy("- {id: a, when: contains_pii, action: '\(name)', message: m}")
        }
    }

    @Test func `the strongest action wins and all reasons are kept, strongest first`() throws {
        let actions = ["allow", "log_only", "redact", "summarize", "safe_mode", "hold", "block", "pass", "mask"]
        let rules = actions.enumerated().map { "- {id: r\($0), when: 'true', action: \($1), message: m\($0)}" }
        let policy = try Self.policy(rules.joined(separator: "\n"))
        let verdict = try Self.verdict(policy, .prompt)
        #expect(verdict.action == .block)
        #expect(verdict.matches.map(\.ruleID) == ["r6", "r5", "r4", "r3", "r2", "r8", "r1", "r0", "r7"])
        #expect(verdict.reasons == ["m6", "m5", "m4", "m3", "m2", "m8", "m1", "m0", "m7"])
    }

    @Test func `only an enforced rule decides, and shadow is not seen by the caller`() throws {
        let policy = try Self.policy(
            """
            - {id: a, when: "true", action: block, message: shadowed, enforcement: shadow}
            - {id: b, when: "true", action: hold, message: warned, enforcement: warn}
            - {id: c, when: "true", action: redact, message: enforced, enforcement: enforce}
            - {id: d, when: "true", action: block, message: default}
            """, "enforcement: shadow")
        let verdict = try Self.verdict(policy, .prompt)
        #expect(verdict.action == .redact)
        #expect(verdict.reasons == ["warned", "enforced"])
        #expect(verdict.matches.map(\.ruleID) == ["a", "d", "b", "c"])
    }

    @Test func `a waiver lifts a rule until it expires, and both can be seen`() throws {
        let policy = try Self.policy(
            "- {id: a, when: contains_pii, action: block, message: m}",
            "waivers: [{id: w1, rule: a, owner: ada, reason: pilot, expires: 2026-02-01T00:00:00Z}]")
        let expiry = try #require(Timestamp("2026-02-01"))
        let context = #"{"contains_pii": true}"#
        let before = try Self.verdict(policy, .prompt, context, at: expiry.advanced(byMilliseconds: -1))
        #expect(before.action == .allow)
        #expect(before.matches.map(\.waiverID) == ["w1"])
        #expect(before.reasons == ["m"])
        let after = try Self.verdict(policy, .prompt, context, at: expiry)
        #expect(after.action == .block)
        #expect(after.matches.map(\.waiverID) == [nil])
        #expect(policy.waivers.map(\.owner) == ["ada"])
    }

    // MARK: Stages

    @Test(
        arguments: [
            ("contains_pii", Set(Stage.allCases)), ("verbatim_ratio > 0.1", [.output]),
            ("jailbreak_score > 0.1", [.prompt, .toolResult]),
            ("jailbreak_score > 0.1 && tool_name == 'x'", [.toolResult]),
        ] as [(String, Set<Stage>)]) func `a rule without a stage applies where all its variables exist`(
            when: String, stages: Set<Stage>
        ) throws
    {
        let policy = try Self.policy("- {id: a, when: \"\(when)\", action: block, message: m}")
        #expect(policy.rules.rules.first?.stages == stages)
        let any = try Self.policy("- {id: a, stage: any, when: \"\(when)\", action: block, message: m}")
        #expect(any.rules.rules.first?.stages == stages)
    }

    @Test func `a rule is evaluated at its stages only`() throws {
        let policy = try Self.policy("- {id: a, stage: [output, tool_call], when: 'true', action: block, message: m}")
        #expect(try Stage.allCases.map { try Self.verdict(policy, $0).isAllowed } == [true, false, false, true])
    }

    // MARK: Explaining

    @Test func `an explanation shows what each part of a condition came to`() throws {
        let policy = try Fixture.reference()
        let input = RuleInput(stated: ["contains_pii": true, "jailbreak_score": 0])
        let explanations = policy.rules.explain(stage: .prompt, input: input)
        #expect(explanations.map(\.outcome) == [.matched, .notMatched, .notMatched, .otherStage])
        #expect(explanations[0].parts.map { "\($0.text)=\($0.value)" } == ["contains_pii=true", "lawful_basis=false"])
        let jailbreak = explanations[2].parts.map { "\($0.text)=\($0.value)" }
        #expect(jailbreak == ["jailbreak_score > 0.8=false", "jailbreak_score=0.0"])
    }
}
