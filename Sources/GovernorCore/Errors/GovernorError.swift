/// An error that a person can act on.
///
/// `message` and `hint` are shown to users and written to logs, so neither ever holds a prompt, an output, a key or a
/// personal value: give a length, an offset or a digest instead.
public protocol GovernorError: Error, Sendable, CustomStringConvertible {
    /// A stable, dotted, kebab-case identifier such as `policy.unknown-key`; scripts match on it.
    var code: String { get }
    /// What is wrong and where, with the offending value when it is not sensitive.
    var message: String { get }
    /// What to do next, if there is something to do.
    var hint: String? { get }
}

extension GovernorError {
    /// The message followed by the hint, on one line.
    public var description: String { hint.map { "\(message) (\($0))" } ?? message }
}
