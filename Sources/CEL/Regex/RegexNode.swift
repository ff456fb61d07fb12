/// A parsed regular expression. Groups leave no trace: only whether there is a match is of interest.
indirect enum RegexNode: Equatable, Sendable {
    /// Matches the empty text.
    case empty
    /// Matches one scalar with this value.
    case scalar(UInt32)
    /// Matches one scalar of a set.
    case set(ScalarSet)
    /// Matches nothing, where a condition holds.
    case assertion(RegexAssertion)
    /// Matches its parts one after the other.
    case sequence([RegexNode])
    /// Matches any of its parts.
    case choice([RegexNode])
    /// Matches its part between `minimum` and `maximum` times; without limit when `maximum` is nil.
    case repetition(RegexNode, minimum: Int, maximum: Int?)
}

/// A condition on a position in the text.
enum RegexAssertion: Equatable, Sendable {
    /// `\A`, and `^` without the flag m.
    case textStart
    /// `\z`, and `$` without the flag m.
    case textEnd
    /// `^` with the flag m: at the start or after a line feed.
    case lineStart
    /// `$` with the flag m: at the end or before a line feed.
    case lineEnd
    /// `\b`: between an ASCII word character and something else.
    case wordBoundary
    /// `\B`: not at a word boundary.
    case notWordBoundary
}
