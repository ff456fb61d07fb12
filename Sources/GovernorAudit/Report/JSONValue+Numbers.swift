import GovernorCore

// How the documents of an audit write what may not be estimable.
extension JSONValue {
    /// A finite number; null for what is not estimable.
    static func number(orNull value: Double?) -> Self {
        value.flatMap { JSONNumber($0) }.map(JSONValue.number) ?? .null
    }

    /// A number that a policy judges; null for what is not estimable.
    static func judged(_ value: Double?) -> Self { number(orNull: value?.roundedForJudging) }

    /// The levels of a group; null for a missing one.
    static func levels(_ group: Group) -> Self { .array(group.levels.map { .level($0) }) }

    /// A level; null for a missing one.
    static func level(_ level: Level) -> Self { level.text.map { .string($0) } ?? .null }
}
