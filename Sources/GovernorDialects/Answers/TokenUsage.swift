import GovernorCore

/// How many tokens a request took, as its server counts them.
public struct TokenUsage: Sendable, Hashable {
    /// Tokens of the prompt.
    public var input: Int
    /// Tokens of the answer.
    public var output: Int

    /// Creates a count.
    public init(input: Int, output: Int) {
        self.input = input
        self.output = output
    }

    /// Reads what a dialect calls `usage`; nil if it holds no counts.
    init?(_ value: JSONValue?) {
        guard let value, value.object != nil else { return nil }
        let input = Self.count(value["prompt_tokens"]) ?? Self.count(value["input_tokens"])
        let output = Self.count(value["completion_tokens"]) ?? Self.count(value["output_tokens"])
        guard input != nil || output != nil else { return nil }
        // Anthropic counts what went through its cache apart from `input_tokens`; others count it twice.
        let cached = ["cache_creation_input_tokens", "cache_read_input_tokens"].compactMap { Self.count(value[$0]) }
        self.init(input: cached.reduce(input ?? 0) { Self.sum($0, $1) }, output: output ?? 0)
    }

    /// This count and a later one of the same answer: servers report them as they grow, and not always both.
    public func updated(by later: TokenUsage) -> TokenUsage {
        TokenUsage(input: max(input, later.input), output: max(output, later.output))
    }

    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflows) = left.addingReportingOverflow(right)
        return overflows ? .max : sum
    }

    private static func count(_ value: JSONValue?) -> Int? {
        value?.number.flatMap { Int($0.text) }.flatMap { $0 >= 0 ? $0 : nil }
    }
}
