public import GovernorCore

/// The digests that redaction writes in place of values.
public struct RedactionDigests: Sendable {
    /// SHA-256.
    public let plain: DigestFunction
    /// A digest under a secret key; nil where there is no key.
    public let keyed: DigestFunction?

    /// Creates the digests; see the properties.
    public init(plain: @escaping DigestFunction, keyed: DigestFunction? = nil) {
        self.plain = plain
        self.keyed = keyed
    }

    /// The operator that a method stands for.
    ///
    /// - Throws: ``RedactionError/noKey`` when it takes a key and there is none.
    public func redactionOperator(_ method: RedactionMethod) throws(RedactionError) -> RedactionOperator {
        switch method {
        case .replace: return .replace
        case .mask(let keepLast): return .mask(keepLast: keepLast)
        case .remove: return .remove
        case .placeholder: return .placeholder
        case .hash: return .hash(plain)
        case .pseudonymise:
            guard let keyed else { throw .noKey }
            return .hash(keyed)
        }
    }
}

extension Redactor {
    /// Creates a redactor that does what a policy says.
    ///
    /// - Parameter secrets: The kinds that are secrets; see ``InspectionSettings/secretKinds``.
    /// - Throws: ``RedactionError/noKey`` when that takes a key and there is none.
    public init(
        _ plan: RedactionPlan, _ digests: RedactionDigests, secrets: Set<String> = SecretsInspector.kinds
    ) throws(RedactionError) {
        var exceptions: [String: RedactionOperator] = [:]
        for (kind, method) in plan.methods { exceptions[kind] = try digests.redactionOperator(method) }
        self.init(try digests.redactionOperator(plan.standard), except: exceptions, secrets: secrets)
    }
}

/// Why nothing can be redacted as somebody wants it.
public enum RedactionError: GovernorError, Hashable {
    /// Pseudonyms are wanted, and there is no key to make them with.
    case noKey

    public var code: String { "redaction.no-key" }

    public var message: String { "the policy pseudonymises what is found, and there is no key for that" }

    public var hint: String? {
        "give a key (governor inspect: --key FILE), or choose another method under 'inspection: redact:'"
    }
}
