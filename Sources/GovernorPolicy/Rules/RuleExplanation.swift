public import GovernorCore

/// Why a rule matched or did not.
public struct RuleExplanation: Sendable {
    /// How the rule fared.
    public enum Outcome: Sendable, Hashable {
        case matched
        case notMatched
        /// It could not be evaluated; the reason in words.
        case failed(String)
        /// It is not evaluated at this stage.
        case otherStage
    }

    /// A piece of a condition and what it came to.
    public struct Part: Sendable, Hashable {
        /// The piece as the file has it, words such as `AND` already replaced.
        public let text: String
        /// Its value, or why it has none.
        public let value: String
    }

    /// The rule.
    public let rule: Rule
    /// How it fared.
    public let outcome: Outcome
    /// The pieces between `&&`, `||` and `!`, in order, then the variables in them; empty at another stage.
    public let parts: [Part]
}

extension RuleSet {
    /// Says of every rule whether it matches and why, in the order of the file.
    ///
    /// Parameters as ``evaluate(stage:input:at:)``; this one is for people and takes its time.
    public func explain(stage: Stage, input: RuleInput) -> [RuleExplanation] {
        let values = bind(input, stage: stage)
        var limits = DecisionLimits(cost: Self.costLimit, time: Self.timeLimit)
        let mistyped = self.mistyped(input)
        return compiled.map { rule in
            guard rule.rule.stages.contains(stage) else {
                return RuleExplanation(rule: rule.rule, outcome: .otherStage, parts: [])
            }
            let words = LogicalWords(rule.rule.condition)
            let pieces = ConditionParts.split(words.expression)
            let used = variables.map(\.name).filter { words.names.contains($0) && !pieces.contains($0) }
            let parts = (pieces + used).map { text in
                RuleExplanation.Part(
                    text: text, value: environment.valueText(of: text, values, &limits, mistyped: mistyped))
            }
            let outcome: RuleExplanation.Outcome
            do throws(ConditionError) {
                outcome = try rule.condition.isTrue(values, &limits) ? .matched : .notMatched
            } catch {
                outcome = .failed(error.message(of: words, mistyped: mistyped))
            }
            return RuleExplanation(rule: rule.rule, outcome: outcome, parts: parts)
        }
    }
}

/// Takes a condition apart at its logical operators.
enum ConditionParts {
    /// The operands of `&&`, `||` and `!` at every depth of plain brackets, from left to right.
    static func split(_ condition: String) -> [String] {
        let text = unwrapped(condition)
        for operation in ["||", "&&"] {
            let operands = operands(of: text, at: operation)
            if operands.count > 1 { return operands.flatMap(split) }
        }
        if text.hasPrefix("!"), !text.hasPrefix("!=") {
            let operand = String(text.dropFirst())
            // `!a == b` is a comparison of `!a`: only a whole operand is taken apart.
            if isWhole(operand) { return split(operand) }
        }
        return text.isEmpty ? [] : [text]
    }

    /// The text without brackets around the whole of it.
    private static func unwrapped(_ text: String) -> String {
        var text = trimmed(text)
        while text.hasPrefix("("), isWhole(text) { text = trimmed(String(text.dropFirst().dropLast())) }
        return text
    }

    /// Whether a text is one name or one pair of brackets with what is in it.
    private static func isWhole(_ text: String) -> Bool {
        var scanner = ExpressionScanner(trimmed(text))
        var depth = 0
        var isClosed = false
        while let token = scanner.next() {
            if isClosed { return false }
            switch token {
            case .other("("): depth += 1
            case .other(")"):
                depth -= 1
                isClosed = depth == 0
            case .name where depth == 0: isClosed = true
            default: if depth == 0 { return false }
            }
        }
        return isClosed
    }

    private static func operands(of text: String, at operation: String) -> [String] {
        var scanner = ExpressionScanner(text)
        var operands = [""]
        var depth = 0
        while let token = scanner.next() {
            switch token {
            case .logical(operation) where depth == 0:
                operands.append("")
                continue
            case .other("?") where depth == 0: return [text]
            case .other("("), .other("["), .other("{"): depth += 1
            case .other(")"), .other("]"), .other("}"): depth -= 1
            default: break
            }
            operands[operands.count - 1] += token.text
        }
        return operands
    }

    private static func trimmed(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
        while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
        return String(scalars)
    }
}
