import ArgumentParser
import GovernorCore
import GovernorGateway
import GovernorPolicy

/// `governor policy explain`: which rules match some values, and why.
struct PolicyExplain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Show which rules match given values, and why.",
        discussion: """
            \(ExitCodes.policyExplain)

            Example:
              $ governor policy explain \\
                  examples/policies/adr-006.embedded-governance.yaml \\
                  --stage prompt --set jailbreak_score=0.9
            """)

    @Argument(help: "The policy file.")
    var policy: String

    @Option(help: "Where the text is: prompt, output, tool_call or tool_result.", transform: Self.stage)
    var stage = Stage.prompt

    @Option(
        name: .customLong("set"), help: ArgumentHelp("The value of a variable.", valueName: "name=value"))
    var values: [Assignment] = []

    @Option(
        help: ArgumentHelp(
            "A text, whose measured variables are set as the gateway would; - is standard input.", valueName: "file"))
    var text: String?

    @Option(help: "How to print the result.")
    var format = OutputFormat.text

    func run() throws {
        let policy = try PolicyFile(policy).load()
        let rules = policy.rules
        try refuseUnknown(rules)
        let input = try input(policy)
        let verdict = rules.evaluate(stage: stage, input: input, at: .now())
        let explanations = rules.explain(stage: stage, input: input)
        switch format {
        case .text: try StandardStream.output.write(text(verdict, explanations))
        case .json: try StandardStream.output.write(json(verdict, explanations).prettyText + "\n")
        }
        if !verdict.isAllowed { throw ExitCode.answerIsNo }
    }

    private static func stage(_ text: String) throws -> Stage {
        guard let stage = Stage(rawValue: text) else {
            throw ValidationError("The stage is one of \(Stage.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return stage
    }

    private func input(_ policy: Policy) throws -> RuleInput {
        var input = RuleInput(stated: JSONObject(values.map { ($0.name, $0.value) }))
        if let file = text {
            let text = String(decoding: try InputFile(file, "text").bytes(), as: UTF8.self)
            input.measured = try DecisionMaker(rehearsing: policy).measure(text, at: stage).measurements
            input.request.textBytes = text.utf8.count
        }
        for assignment in values {
            switch (assignment.name, assignment.value) {
            case ("model", let value): input.request.model = value.string ?? value.compactText
            case ("tool_name", let value): input.request.toolName = value.string ?? value.compactText
            case ("principal_role", let value): input.request.principalRole = value.string ?? value.compactText
            case ("text_bytes", .number(let number)): input.request.textBytes = Int(number.integer ?? 0)
            default: break
            }
        }
        return input
    }

    private func refuseUnknown(_ rules: RuleSet) throws {
        let names = rules.variables.map(\.name)
        for assignment in values where !names.contains(assignment.name) {
            let nearest = nearestName(to: assignment.name, among: names)
            let hint = nearest.map { "; did you mean '\($0)'?" } ?? ""
            throw ValidationError("There is no variable '\(assignment.name)'\(hint)")
        }
    }

    private func text(_ verdict: Verdict, _ explanations: [RuleExplanation]) -> String {
        let terminal = Terminal(.output)
        var text = ""
        for explanation in explanations {
            let (mark, style) = explanation.outcome.mark
            text += "\(terminal.styled(mark, style))  \(explanation.rule.id)  "
            text +=
                terminal.styled("\(explanation.rule.action.rawValue)  \(explanation.rule.condition)", .subdued) + "\n"
            for part in explanation.parts { text += "             \(part.text) = \(part.value)\n" }
        }
        let winner = terminal.styled(verdict.action.rawValue, verdict.isAllowed ? .success : .failure)
        text += "action: \(winner), allowed: \(verdict.isAllowed)\n"
        for match in verdict.matches {
            let waived = match.waiverID.map { ", waived by \($0)" } ?? ""
            text += "  \(match.action.rawValue) (\(match.enforcement.rawValue)\(waived)): \(match.message)\n"
        }
        return text
    }

    private func json(_ verdict: Verdict, _ explanations: [RuleExplanation]) -> JSONValue {
        [
            "action": .string(verdict.action.rawValue), "allowed": .bool(verdict.isAllowed),
            "reasons": .array(verdict.reasons.map { .string($0) }),
            "rules": .array(
                explanations.map { explanation in
                    [
                        "id": .string(explanation.rule.id), "action": .string(explanation.rule.action.rawValue),
                        "outcome": .string(explanation.outcome.word),
                        "parts": .array(
                            explanation.parts.map { ["text": .string($0.text), "value": .string($0.value)] }),
                    ]
                }),
        ]
    }
}

extension RuleExplanation.Outcome {
    /// The outcome in a column of its own, and how to show it.
    fileprivate var mark: (String, TerminalStyle) {
        switch self {
        case .matched: ("match      ", .caution)
        case .notMatched: ("no match   ", .subdued)
        case .failed: ("error      ", .failure)
        case .otherStage: ("other stage", .subdued)
        }
    }

    /// The outcome for scripts.
    fileprivate var word: String {
        switch self {
        case .matched: "matched"
        case .notMatched: "not-matched"
        case .failed: "failed"
        case .otherStage: "other-stage"
        }
    }
}

/// A variable and its value, as `name=value`; a value that is no JSON is a text.
struct Assignment: ExpressibleByArgument {
    let name: String
    let value: JSONValue

    init?(argument: String) {
        guard let sign = argument.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        name = String(argument[..<sign])
        let text = String(argument[argument.utf8.index(after: sign)...])
        value = (try? JSONValue(parsing: text)) ?? .string(text)
    }
}
