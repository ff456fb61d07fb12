import GovernorCore

/// What is known of a text and what the rules must decide.
struct RuleCase: Sendable {
    private let name: Located<String>
    private let stage: Stage
    private let text: String?
    private let context: JSONValue
    private let request: RequestFacts
    private let time: Timestamp?
    private let expected: Expectation

    private struct Expectation: Sendable {
        let action: Action?
        let isAllowed: Bool?
        let reasons: [String]?
        let rules: [String]?
        let findings: [String]?
    }

    static let shape: Shape<RuleCase> = .object(
        "A case of the rules.",
        .required("name", Shape.nonEmptyString.located, "What the case shows."),
        .required("stage", .word, "Where the text is."),
        .optional(
            "text", .string, "The text, which inspectors measure as the policy says; nothing is measured without."),
        .defaulted(
            "context", .jsonObject, to: .object(JSONObject()), shown: .object(JSONObject()),
            "The variables that are set, measured ones too; all others have their defaults."),
        .defaulted("request", request, to: RequestFacts(), "What the gateway knows of the request."),
        .optional("at", .timestamp, "The moment of the decision, which decides about waivers; now if left out."),
        .required("expect", expectation, "What the rules must decide."),
        make: RuleCase.init)

    private static let request: Shape<RequestFacts> = .object(
        "What the gateway knows of a request.",
        .defaulted("model", .string, to: "", "The model that the request names."),
        .defaulted("tool_name", .string, to: "", "The tool that is called or has answered."),
        .defaulted("principal_role", .string, to: "", "The role of the authenticated caller."),
        .defaulted("text_bytes", .integer(in: 0...(1 << 40)), to: 0, "The length of the text in bytes."),
        make: RequestFacts.init)

    private static let expectation: Shape<Expectation> = .object(
        "What the rules must decide. What is left out is not checked.",
        .optional(
            "action", .word(Action.allCases.reversed().map { ($0.rawValue, $0) }), "The action."),
        .optional("allowed", .bool, "Whether the text may go on."),
        .optional("reasons", .list(of: .string), "The reasons the caller is given, exactly these, in order."),
        .optional("rules", .list(of: .identifier), "The rules that match, exactly these, in order."),
        .optional(
            "findings", .list(of: .identifier), "The kinds of what is found in the text, exactly these, in order."),
        make: Expectation.init)

    func run(
        on rules: RuleSet, at time: Timestamp,
        measuring measure: (_ text: String, _ stage: Stage) -> (measurements: Measurements, kinds: [String])
    ) -> PolicyTestResult {
        let stated = context.object ?? [:]
        var differences = Differences()
        for (key, _) in stated where !rules.variables.contains(where: { $0.name == key && $0.origin != .request }) {
            let nearest = nearestName(to: key, among: rules.variables.map(\.name))
            differences.add("no rule can use '\(key)'" + (nearest.map { "; did you mean '\($0)'?" } ?? ""))
        }
        let measured = text.map { measure($0, stage) }
        let input = RuleInput(measured: measured?.measurements ?? Measurements(), stated: stated, request: request)
        let verdict = rules.evaluate(stage: stage, input: input, at: self.time ?? time)
        differences.compare("action", verdict.action, expected.action)
        differences.compare("allowed", verdict.isAllowed, expected.isAllowed)
        differences.compare("reasons", verdict.reasons, expected.reasons)
        differences.compare("rules", verdict.matches.map(\.ruleID), expected.rules)
        differences.compare("findings", measured?.kinds ?? [], expected.findings)
        return PolicyTestResult(name: name.value, position: name.position, differences: differences.all)
    }
}
