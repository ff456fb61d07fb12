public import GovernorCore

/// What a rule evaluation knows: what was measured, what the caller states, and the request.
public struct RuleInput: Sendable {
    /// What Governor's inspectors found.
    public var measured: Measurements
    /// The `context` of the request, as the caller sent it.
    public var stated: JSONObject
    /// The request itself.
    public var request: RequestFacts

    /// Creates an input; see the properties.
    public init(
        measured: Measurements = Measurements(), stated: JSONObject = JSONObject(),
        request: RequestFacts = RequestFacts()
    ) {
        self.measured = measured
        self.stated = stated
        self.request = request
    }
}

/// What the gateway knows about a request without looking into its text.
public struct RequestFacts: Sendable, Hashable {
    /// The model that the request names.
    public var model: String
    /// The tool that is called or has answered.
    public var toolName: String
    /// The role of the authenticated caller.
    public var principalRole: String
    /// The length of the text in UTF-8 bytes.
    public var textBytes: Int

    /// Creates facts; what is not known stays empty.
    public init(model: String = "", toolName: String = "", principalRole: String = "", textBytes: Int = 0) {
        self.model = model
        self.toolName = toolName
        self.principalRole = principalRole
        self.textBytes = textBytes
    }
}

/// What inspectors found in one text.
public struct Measurements: Sendable, Hashable {
    /// One inspector's answer.
    enum Measurement: Sendable, Hashable {
        case flag(Bool)
        case score(Double)
        case word(String)
        case failed
    }

    private var slots: [Measurement?] = []

    /// Creates an empty set: everything has its default.
    public init() {}

    /// States whether something was found; only for variables that are a yes or no.
    public mutating func set(_ variable: MeasuredVariable, _ found: Bool) {
        precondition(variable.kind == .bool, "\(variable.rawValue) is no yes or no")
        store(.flag(found), variable)
    }

    /// Sets a score from 0 to 1; only for variables that are a score. A score that is NaN counts as a failure.
    public mutating func set(_ variable: MeasuredVariable, _ score: Double) {
        precondition(variable.kind == .double, "\(variable.rawValue) is no score")
        store(score.isNaN ? .failed : .score(score), variable)
    }

    /// Sets a word; only for variables that are a text.
    public mutating func set(_ variable: MeasuredVariable, _ word: String) {
        precondition(variable.kind == .string, "\(variable.rawValue) is no text")
        store(.word(word), variable)
    }

    /// States that an inspector could not say: rules that need the variable fail, they do not see its default.
    public mutating func fail(_ variable: MeasuredVariable) { store(.failed, variable) }

    private mutating func store(_ measurement: Measurement, _ variable: MeasuredVariable) {
        if slots.isEmpty { slots = Array(repeating: nil, count: MeasuredVariable.allCases.count) }
        slots[variable.slot] = measurement
    }

    var all: [Measurement?] { slots }
}
