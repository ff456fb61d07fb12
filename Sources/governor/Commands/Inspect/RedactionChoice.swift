import ArgumentParser
import GovernorCore
import GovernorInspect

/// The operators of `--redact`.
enum RedactionChoice: String, ExpressibleByArgument, CaseIterable {
    case replace, mask, remove, hash, pseudonymise
    /// What the policy says of each kind.
    case policy

    /// Whether a key can be of use.
    var takesKey: Bool { self == .pseudonymise || self == .policy }

    /// What takes the place of findings.
    ///
    /// - Parameter settings: What the policy says.
    func plan(_ settings: InspectionSettings) -> RedactionPlan {
        switch self {
        case .replace: RedactionPlan(.replace)
        case .mask: RedactionPlan(.mask(keepLast: 0))
        case .remove: RedactionPlan(.remove)
        case .hash: RedactionPlan(.hash)
        case .pseudonymise: RedactionPlan(.pseudonymise)
        case .policy: settings.redaction
        }
    }
}
