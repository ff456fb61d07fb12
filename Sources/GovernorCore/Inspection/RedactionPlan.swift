/// What takes the place of something that was found, as people name it.
public enum RedactionMethod: Sendable, Hashable {
    /// Its kind.
    case replace
    /// A `*` for each letter and digit but some at the end.
    ///
    /// - Parameter keepLast: How many stay; never more than half of them.
    case mask(keepLast: Int)
    /// Nothing.
    case remove
    /// The kind and the start of a digest, which proves a guess.
    case hash
    /// The kind and the start of a digest under a secret key.
    case pseudonymise
    /// The kind and a number, for which the value can be put back.
    case placeholder

    /// The name; the number of characters that stay is no part of it.
    public var name: String {
        switch self {
        case .replace: "replace"
        case .mask: "mask"
        case .remove: "remove"
        case .hash: "hash"
        case .pseudonymise: "pseudonymise"
        case .placeholder: "placeholder"
        }
    }

    /// Every method in its plain form.
    public static let all: [RedactionMethod] = [
        .replace, .mask(keepLast: 0), .remove, .hash, .pseudonymise, .placeholder,
    ]
}

/// What takes the place of findings, by kind.
public struct RedactionPlan: Sendable, Hashable {
    /// For kinds without a method of their own.
    public var standard: RedactionMethod
    /// For some kinds.
    public var methods: [String: RedactionMethod]

    /// Creates a plan.
    public init(_ standard: RedactionMethod = .replace, except methods: [String: RedactionMethod] = [:]) {
        self.standard = standard
        self.methods = methods
    }

    /// Whether it takes a secret key.
    public var needsKey: Bool { standard == .pseudonymise || methods.values.contains(.pseudonymise) }
}
