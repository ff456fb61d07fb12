public import GovernorCore

/// A name that rules may use.
///
/// ``builtIn`` is the one table of them; a policy may declare more under `context:`, which are always stated.
public struct RuleVariable: Sendable {
    /// Who says what the value is.
    public enum Origin: String, Sendable, CaseIterable {
        /// Governor's inspectors. A caller's context may raise the value, never lower it.
        case measured
        /// The caller, in the request's `context`.
        case stated
        /// The request itself: the gateway sets it, a caller cannot.
        case request
    }

    /// What kind of value it is.
    public enum Kind: String, Sendable, CaseIterable {
        case bool, int, double, string
        /// A list of anything.
        case list
        /// A map from strings to anything.
        case map

        /// The value of a variable that has no other default.
        var zero: JSONValue {
            switch self {
            case .bool: false
            case .int: 0
            case .double: 0
            case .string: ""
            case .list: .array([])
            case .map: .object([:])
            }
        }

        /// Whether a value is of this kind.
        func accepts(_ value: JSONValue) -> Bool {
            switch (self, value) {
            case (.bool, .bool), (.string, .string), (.list, .array), (.map, .object): true
            case (.int, .number(let number)): number.integer != nil
            case (.double, .number(let number)): number.doubleValue.isFinite
            default: false
            }
        }
    }

    /// Where in the text the thing is that a variable speaks of: what a rule that redacts must know.
    public enum Location: Sendable {
        /// An inspector says where, in spans.
        case spans
        /// It is in the text, or may be, and nothing says where.
        case unknown
        /// It is not in the text: the variable speaks of the request and its circumstances.
        case outside
    }

    /// The name.
    public let name: String
    /// The kind of value.
    public let kind: Kind
    /// The value where nobody says anything.
    public let defaultValue: JSONValue
    /// Where the variable exists.
    public let stages: Set<Stage>
    /// Who says what the value is.
    public let origin: Origin
    /// Where in the text the thing is that it speaks of.
    public let location: Location
    /// What it means.
    public let sentence: String

    /// The variables of every policy, in the order of their slots.
    public static let builtIn: [RuleVariable] =
        MeasuredVariable.allCases.map(\.declaration) + RequestVariable.allCases.map(\.declaration) + [
            RuleVariable(
                name: "lawful_basis", kind: .bool, defaultValue: false, stages: .all, origin: .stated,
                location: .outside,
                sentence: "Whether the caller has a lawful basis for processing personal data."),
            RuleVariable(
                name: "purpose", kind: .string, defaultValue: "", stages: .all, origin: .stated,
                location: .outside,
                sentence: "What the caller uses the model for."),
            RuleVariable(
                name: "user_id", kind: .string, defaultValue: "", stages: .all, origin: .stated,
                location: .outside,
                sentence: "The person the request is about or from."),
            RuleVariable(
                name: "session_id", kind: .string, defaultValue: "", stages: .all, origin: .stated,
                location: .outside,
                sentence: "The conversation the request belongs to."),
        ]

    /// What admission rules may use: the registry's facts, whose fields later parts define.
    static let admission = [
        "model", "system", "deployment", "gate", "approvals", "reviews", "risks", "incidents", "waivers",
    ]
}

/// What Governor's inspectors measure.
public enum MeasuredVariable: String, Sendable, CaseIterable {
    case containsPII = "contains_pii"
    case containsSecret = "contains_secret"
    case jailbreakScore = "jailbreak_score"
    case promptInjectionScore = "prompt_injection_score"
    case harmfulContentScore = "harmful_content_score"
    case toxicityScore = "toxicity_score"
    case verbatimRatio = "verbatim_ratio"
    case language
    case isRefusal = "is_refusal"

    /// Where the variable stands in the table of variables.
    var slot: Int {
        switch self {
        case .containsPII: 0
        case .containsSecret: 1
        case .jailbreakScore: 2
        case .promptInjectionScore: 3
        case .harmfulContentScore: 4
        case .toxicityScore: 5
        case .verbatimRatio: 6
        case .language: 7
        case .isRefusal: 8
        }
    }

    /// A yes or no, a score from 0 to 1, or a word.
    var kind: RuleVariable.Kind {
        switch self {
        case .containsPII, .containsSecret, .isRefusal: .bool
        case .jailbreakScore, .promptInjectionScore, .harmfulContentScore, .toxicityScore, .verbatimRatio: .double
        case .language: .string
        }
    }

    var declaration: RuleVariable {
        RuleVariable(
            name: rawValue, kind: kind, defaultValue: kind.zero,
            stages: stages, origin: .measured, location: location, sentence: sentence)
    }

    /// What inspectors find in spans.
    static let located = allCases.filter { $0.location == .spans }

    /// The one list of what inspectors find in spans; what is added here can be redacted.
    private var location: RuleVariable.Location {
        switch self {
        case .containsPII, .containsSecret: .spans
        case .jailbreakScore, .promptInjectionScore, .harmfulContentScore, .toxicityScore,
            .verbatimRatio:
            .unknown
        case .language, .isRefusal: .outside
        }
    }

    private var stages: Set<Stage> {
        switch self {
        case .containsPII, .containsSecret, .harmfulContentScore, .toxicityScore, .language: .all
        case .jailbreakScore, .promptInjectionScore: [.prompt, .toolResult]
        case .verbatimRatio, .isRefusal: [.output]
        }
    }

    private var sentence: String {
        switch self {
        case .containsPII: "Whether the text contains personal data."
        case .containsSecret: "Whether the text contains a credential."
        case .jailbreakScore: "How likely the text tries to lift the model's limits, from 0 to 1."
        case .promptInjectionScore: "How likely the text smuggles in instructions, from 0 to 1."
        case .harmfulContentScore: "How harmful the text is, from 0 to 1."
        case .toxicityScore: "How insulting or hateful the text is, from 0 to 1."
        case .verbatimRatio: "The share of the output that is copied from a protected source, from 0 to 1."
        case .language: "The language of the text in two letters, such as en; empty where it is not known."
        case .isRefusal: "Whether the output refuses to answer."
        }
    }
}

/// What the gateway knows about a request.
enum RequestVariable: String, CaseIterable {
    case stage
    case model
    case toolName = "tool_name"
    case principalRole = "principal_role"
    case textBytes = "text_bytes"

    var slot: Int {
        let first = MeasuredVariable.allCases.count
        return switch self {
        case .stage: first
        case .model: first + 1
        case .toolName: first + 2
        case .principalRole: first + 3
        case .textBytes: first + 4
        }
    }

    var declaration: RuleVariable {
        RuleVariable(
            name: rawValue, kind: self == .textBytes ? .int : .string, defaultValue: self == .textBytes ? 0 : "",
            stages: self == .toolName ? [.toolCall, .toolResult] : .all, origin: .request,
            location: .outside, sentence: sentence)
    }

    private var sentence: String {
        switch self {
        case .stage: "The stage being decided: prompt, output, tool_call or tool_result."
        case .model: "The model that the request names."
        case .toolName: "The tool that is called or has answered."
        case .principalRole: "The role of the authenticated caller."
        case .textBytes: "The length of the text in UTF-8 bytes."
        }
    }
}

extension Set<Stage> {
    static var all: Set<Stage> { Set(Stage.allCases) }
}
