import CEL
import GovernorCore

/// Gives the variables of rules their values for one evaluation.
///
/// Slots are found once, at load: per request, only the keys of the caller's context are looked up. A variable whose
/// value cannot be known (a failed inspector, a context value of another kind) stays unbound, so that a condition that
/// needs it has no value and one that is decided without it still has.
struct VariableBinder: Sendable {
    private let variables: [RuleVariable]
    private let slots: [ExactString: Int]
    private let defaults: Activation

    init(_ environment: ConditionEnvironment) {
        variables = environment.variables
        slots = Dictionary(
            variables.enumerated().map { (ExactString($1.name), $0) }, uniquingKeysWith: { first, _ in first })
        var defaults = Activation(environment.environment)
        for (slot, variable) in variables.enumerated() {
            defaults[slot: slot] = variable.kind.value(of: variable.defaultValue)
        }
        self.defaults = defaults
    }

    /// The variable of a name.
    func variable(named name: String) -> RuleVariable? { slots[ExactString(name)].map { variables[$0] } }

    /// The values for one evaluation.
    func bind(_ input: RuleInput, stage: Stage) -> Activation {
        var values = defaults
        for (name, value) in input.stated {
            guard !value.isNull, let slot = slots[ExactString(name)], variables[slot].origin != .request else {
                continue
            }
            values[slot: slot] = Self.claim(variables[slot].kind.value(of: value), to: variables[slot])
        }
        for (slot, measurement) in input.measured.all.enumerated() {
            guard let measurement else { continue }
            values[slot: slot] = Self.merge(measurement, values[slot: slot])
        }
        bind(input.request, stage, &values)
        return values
    }

    /// What a caller states. A score that nobody measured is 0, and that may be raised only, too: a negative one would
    /// pull down a sum of scores.
    private static func claim(_ value: Value?, to variable: RuleVariable) -> Value? {
        guard variable.origin == .measured, case .double(let claimed) = value else { return value }
        return .double(max(0, claimed))
    }

    /// What was measured, raised by what was stated; a word cannot be raised. A stated value of another kind leaves nothing to decide by.
    private static func merge(_ measurement: Measurements.Measurement, _ stated: Value?) -> Value? {
        switch (measurement, stated) {
        case (.flag(let found), .bool(let claimed)): .bool(found || claimed)
        case (.score(let measured), .double(let claimed)): .double(max(measured, claimed))
        case (.word(let measured), .string): .string(measured)
        default: nil
        }
    }

    private func bind(_ request: RequestFacts, _ stage: Stage, _ values: inout Activation) {
        values[slot: RequestVariable.stage.slot] = .string(stage.rawValue)
        if !request.model.isEmpty { values[slot: RequestVariable.model.slot] = .string(request.model) }
        if !request.toolName.isEmpty { values[slot: RequestVariable.toolName.slot] = .string(request.toolName) }
        if !request.principalRole.isEmpty {
            values[slot: RequestVariable.principalRole.slot] = .string(request.principalRole)
        }
        if request.textBytes != 0 { values[slot: RequestVariable.textBytes.slot] = .int(Int64(request.textBytes)) }
    }
}

extension RuleVariable.Kind {
    /// The value for the expression language; nil for a value of another kind.
    fileprivate func value(of json: JSONValue) -> Value? {
        guard accepts(json) else { return nil }
        if self == .double, let number = json.number { return .double(number.doubleValue) }
        return Value(json)
    }
}

extension Value {
    /// A JSON value: whole numbers become `int`, other numbers `double`.
    fileprivate init(_ json: JSONValue) {
        switch json {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .number(let number): self = number.integer.map(Value.int) ?? .double(number.doubleValue)
        case .string(let text): self = .string(text)
        case .array(let elements): self = .list(elements.map(Value.init))
        case .object(let members): self = .map(MapValue(members.map { (.string($0.name), Value($0.value)) }))
        }
    }
}
