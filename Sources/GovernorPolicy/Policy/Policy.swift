public import GovernorCore

/// A policy, loaded and checked: what the gate, the gateway and a promotion decide by.
///
/// A policy is a value without I/O. Loading reports every problem of the file at once; what has loaded is complete and
/// consistent, its expressions are compiled, and it has a digest by which evidence can name it.
public struct Policy: Sendable {
    /// What the policy says about itself.
    public let metadata: PolicyMetadata
    /// How much rules and thresholds count that do not say so themselves.
    public let enforcement: Enforcement
    /// The limits for metrics, in the order of the file.
    public let thresholds: [Threshold]
    /// What happens at run time.
    public let rules: RuleSet
    /// What stops a promotion, in the order of the file.
    public let admission: [AdmissionRule]
    /// The variables that the policy declares beyond the built-in ones.
    public let context: [RuleVariable]
    /// How texts are inspected.
    public let inspection: InspectionSettings
    /// Service level objectives.
    public let objectives: [ServiceObjective]
    /// Every waiver, those that have expired too.
    public let waivers: [Waiver]
    /// Who answers for which part.
    public let ownership: [Ownership]
    /// The frameworks the policy serves.
    public let frameworks: [FrameworkReference]
    /// The id, the version and the digest of the canonical form, as facts carry them.
    public let reference: PolicyReference

    /// Loads a policy.
    ///
    /// - Parameters:
    ///   - yaml: The file's bytes, YAML 1.2 or JSON in UTF-8.
    ///   - name: What to call the file in error messages.
    ///   - kinds: What the inspectors find by themselves, which the policy may name.
    ///   - digest: Computes SHA-256.
    /// - Throws: ``DocumentErrors`` with every problem of the file, sorted by place.
    public init(
        _ yaml: [UInt8], name: String, kinds: Set<String>, digest: DigestFunction
    ) throws(DocumentErrors) {
        let document = try Document(yaml, name: name)
        let parts = try document.read(PolicyDraft.shape) { draft, reader in
            PolicyBuilder(draft, kinds: kinds).build(&reader)
        }
        try self.init(parts, source: document.source, digest: digest)
    }

    private init(
        _ parts: PolicyParts, source: DocumentSource, digest: DigestFunction
    ) throws(DocumentErrors) {
        metadata = parts.metadata
        enforcement = parts.enforcement
        thresholds = parts.thresholds
        rules = parts.rules
        admission = parts.admission
        context = parts.context
        inspection = parts.inspection
        objectives = parts.objectives
        waivers = parts.waivers
        ownership = parts.ownership
        frameworks = parts.frameworks
        do throws(JSONError) {
            let canonical = try parts.json { .string($0.description) }.canonicalBytes()
            reference = PolicyReference(
                id: parts.metadata.id, version: parts.metadata.version, digest: digest(canonical))
        } catch {
            let start = SourcePosition(line: 1, column: 1)
            throw DocumentErrors(
                name: source.name, [DocumentProblem(code: error.code, at: start, error.message, hint: error.hint)])
        }
    }

    /// What whoever wrote the policy should know although it can be loaded, in the order of the file.
    public var warnings: [DocumentProblem] { rules.compiled.compactMap(\.warning) }

    /// The JSON Schema of policy files, for editors.
    public static var jsonSchema: JSONValue {
        PolicyDraft.shape.jsonSchema(
            id: "urn:governor:schema:policy:1", title: "Governor policy")
    }

    /// Every key of a policy file, for the reference.
    public static var keys: [DocumentKey] { PolicyDraft.shape.keys }
}

/// The parts of a policy that has been checked, before it has a digest.
struct PolicyParts: Sendable {
    var metadata: PolicyMetadata
    var enforcement: Enforcement
    var thresholds: [Threshold]
    var rules: RuleSet
    var admission: [AdmissionRule]
    var context: [RuleVariable]
    var inspection: InspectionSettings
    var objectives: [ServiceObjective]
    var waivers: [Waiver]
    var ownership: [Ownership]
    var frameworks: [FrameworkReference]
}
