import GovernorCore

extension Schema {
    /// Every way in which a value is not what the schema says, outermost and leftmost first.
    func problems(in value: JSONValue, at pointer: [String] = []) -> [FieldProblem] {
        switch (self, value) {
        case (.any, _), (.optional, .null): []
        case (.integer(let range), .number(let number)):
            number.integer.map(range.contains) == true
                ? [] : [.wrong(pointer, "a whole number from \(range.lowerBound) to \(range.upperBound)")]
        case (.number(let range), .number(let number)):
            number.doubleValue.isFinite && range?.contains(number.doubleValue) ?? true
                ? []
                : [.wrong(pointer, range.map { "a number from \($0.lowerBound) to \($0.upperBound)" } ?? "a number")]
        case (.string(let form), .string(let text)):
            form.matches(text) ? [] : [.wrong(pointer, form.expectation)]
        case (.array(let element, let count), .array(let elements)):
            elements.count > count.upperBound || elements.count < count.lowerBound
                ? [.wrong(pointer, "an array of \(count.lowerBound) to \(count.upperBound) elements")]
                : elements.enumerated().flatMap { element.problems(in: $1, at: pointer + [String($0)]) }
        case (.object(let form), .object(let members)): form.problems(in: members, at: pointer)
        case (.optional(let schema), _), (.described(let schema, _), _), (.named(_, let schema), _):
            schema.problems(in: value, at: pointer)
        default: [.wrong(pointer, "\(kind), found \(value.kind)")]
        }
    }

    /// The kind of value in words.
    private var kind: String {
        switch self {
        case .any: "a value"
        case .integer: "a whole number"
        case .number: "a number"
        case .string(let form): form.expectation
        case .array: "an array"
        case .object: "an object"
        case .optional(let schema): "\(schema.kind) or null"
        case .described(let schema, _), .named(_, let schema): schema.kind
        }
    }
}

extension Schema.ObjectForm {
    fileprivate func problems(in members: JSONObject, at pointer: [String]) -> [FieldProblem] {
        let missing = self.members.filter { $0.isRequired && members[$0.name] == nil }
            .map { FieldProblem.missing(pointer + [$0.name]) }
        let found = members.flatMap { name, value -> [FieldProblem] in
            if let member = self.members.first(where: { $0.name.isExactly(name) }) {
                return member.schema.problems(in: value, at: pointer + [name])
            }
            guard let others else { return [unknown(name, in: pointer)] }
            return others.problems(in: value, at: pointer + [name])
        }
        return missing + ambiguous(members, in: pointer) + found
    }

    private func ambiguous(_ members: JSONObject, in pointer: [String]) -> [FieldProblem] {
        guard !alternatives.isEmpty, alternatives.count(where: { members[$0] != nil }) != 1 else { return [] }
        return [.wrong(pointer, "an object with either \(alternatives.joined(separator: " or "))")]
    }

    /// The name itself is not repeated: it is the caller's text. The nearest name that we know is ours.
    private func unknown(_ name: String, in pointer: [String]) -> FieldProblem {
        FieldProblem.unknown(in: pointer, nearest: nearestName(to: name, among: members.map(\.name)))
    }
}
