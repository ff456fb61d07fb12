/// A binary label or prediction, which may be missing.
public enum Outcome: UInt8, Sendable, CaseIterable {
    /// The unfavourable outcome, 0.
    case negative = 0
    /// The favourable outcome, 1, or whatever the audit was told to count as such.
    case positive = 1
    /// No value in this row.
    case missing = 2

    /// The outcomes that a row with a value may have.
    public static let known: [Outcome] = [.negative, .positive]

    var index: Int { Int(rawValue) }
}
