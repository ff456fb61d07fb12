/// How much a rule's or threshold's outcome counts.
public enum Enforcement: String, Sendable, Hashable, CaseIterable {
    /// Evaluated and recorded, never seen by the caller.
    case shadow
    /// Reported to the caller, without changing the action or the outcome.
    case warn
    /// Decides.
    case enforce
}
