/// How a policy wants texts to be inspected: what is looked for besides what is built in, what of it does not count, and
/// what takes its place.
///
/// Policies write it, inspectors obey it. The empty settings are what holds without a policy.
public struct InspectionSettings: Sendable {
    /// What is looked for besides, in order of precedence.
    public var recognizers: [DeclaredRecognizer] = []
    /// What is no finding although an inspector sees it.
    public var allowances: [Allowance] = []
    /// What takes the place of findings that a rule masks.
    public var redaction = RedactionPlan()
    /// The kinds of names that are looked for: none, or some of `person`, `location` and `organization`.
    public var names: Set<String> = []
    /// The least confidence, from 0 to 1, from which findings of a kind count.
    public var leastConfidence: [String: ExactDecimal] = [:]

    /// Creates settings that change nothing.
    public init() {}
}

/// Something that a policy looks for.
public struct DeclaredRecognizer: Sendable {
    /// What it looks like.
    public enum Form: Sendable {
        /// Text that a pattern matches.
        case pattern(TextPattern)
        /// One of some words or groups of words, standing alone.
        case words([String], ignoresCase: Bool)
    }

    /// Digits that must be right.
    public enum Checksum: String, Sendable, CaseIterable {
        /// ISO/IEC 7812-1, over the digits of the match.
        case luhn
    }

    /// What a finding counts toward.
    public enum Meaning: String, Sendable, CaseIterable {
        /// `contains_pii`.
        case personalData = "personal_data"
        /// `contains_secret`.
        case secret
        /// Neither: it is recorded, and masked with everything else.
        case nothing
    }

    /// The kind of its findings.
    public let kind: String
    /// What it looks like.
    public let form: Form
    /// Words, in lower case, one of which must stand near; none if empty.
    public let contextWords: [String]
    /// How sure a match is, from 0 to 1.
    public let confidence: ExactDecimal
    /// Digits that must be right, if any.
    public let checksum: Checksum?
    /// What a finding counts toward.
    public let meaning: Meaning
    /// What findings name as their detector, such as `policy.employee_id/1.0`.
    public let detector: String

    /// Creates a recognizer; see the properties.
    public init(
        kind: String, form: Form, contextWords: [String] = [], confidence: ExactDecimal = ExactDecimal(1),
        checksum: Checksum? = nil, meaning: Meaning = .personalData, detector: String
    ) {
        self.kind = kind
        self.form = form
        self.contextWords = contextWords
        self.confidence = confidence
        self.checksum = checksum
        self.meaning = meaning
        self.detector = detector
    }
}

/// Findings that are none, because somebody said so.
public struct Allowance: Sendable {
    /// What the text of a finding must be.
    public enum Form: Sendable {
        /// One of some texts, ASCII letters in either case.
        case values([String])
        /// Anything with this ending, ASCII letters in either case.
        case suffix(String)
        /// What the pattern matches as a whole.
        case pattern(TextPattern)
    }

    /// The kind of the findings.
    public let kind: String
    /// What their text must be.
    public let form: Form

    /// Creates an allowance; see the properties.
    public init(kind: String, form: Form) {
        self.kind = kind
        self.form = form
    }
}
