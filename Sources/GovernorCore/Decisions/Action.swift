/// What a decision does with a prompt, an output or a tool call.
public enum Action: String, Sendable, Hashable, CaseIterable, Comparable {
    // Weakest first: `Comparable` follows this order, and the strongest of several matching rules wins.
    case allow
    case logOnly = "log_only"
    case redact
    case summarize
    case safeMode = "safe_mode"
    case hold
    case block
    /// The decision could not be made, which denies. No rule can ask for it.
    case errorBlock = "error_block"

    /// The actions a rule may name, strongest first.
    public static var selectable: [Action] { allCases.dropLast().reversed() }

    /// Reads an action of a policy file; `pass` means allow and `mask` means redact.
    public init?(policyName: String) {
        switch policyName {
        case "pass": self = .allow
        case "mask": self = .redact
        case "error_block": return nil
        default: self.init(rawValue: policyName)
        }
    }

    /// Whether the text may go on, perhaps altered; false for block, hold and error_block.
    public var allows: Bool { self < .hold }

    public static func < (left: Self, right: Self) -> Bool { left.strength < right.strength }

    private var strength: Int {
        switch self {
        case .allow: 0
        case .logOnly: 1
        case .redact: 2
        case .summarize: 3
        case .safeMode: 4
        case .hold: 5
        case .block: 6
        case .errorBlock: 7
        }
    }
}
