public import GovernorCore

/// A SLSA Verification Summary (VSA v1): a verifier has judged artifacts by a policy.
///
/// This is what a gate run attests: tools that know the format read its verdict without knowing Governor.
/// - SeeAlso: `https://slsa.dev/verification_summary/v1`
public struct VerificationSummary: Sendable, Equatable {
    /// The predicate type.
    public static let predicateType = "https://slsa.dev/verification_summary/v1"

    /// The verdict.
    public enum Result: String, Sendable {
        /// The artifacts meet the policy.
        case passed = "PASSED"
        /// They do not.
        case failed = "FAILED"
    }

    /// A document with its digest.
    public struct Resource: Sendable, Equatable {
        /// Where or what it is.
        public let uri: String
        /// The SHA-256 of its bytes.
        public let sha256: Digest

        /// Names a document.
        public init(uri: String, sha256: Digest) {
            self.uri = uri
            self.sha256 = sha256
        }

        fileprivate var json: JSONValue {
            ["uri": .string(uri), "digest": ["sha256": .string(sha256.hex)]]
        }
    }

    /// Who judged, as a URI.
    public let verifier: String
    /// When.
    public let time: Timestamp
    /// What the artifacts are to be used as, as a URI: a pass for staging is no pass for production.
    public let resourceURI: String
    /// By which policy.
    public let policy: Resource
    /// The attestations the verdict rests on: all of them, or nil when they are not listed.
    public let inputs: [Resource]?
    /// The verdict.
    public let result: Result
    /// What the artifacts were found to meet; levels of our own do not begin with `SLSA_`. Always `FAILED` after a fail.
    public let levels: [String]

    /// Writes down a verdict; `levels` are ignored when it is a fail.
    public init(
        verifier: String, time: Timestamp, resourceURI: String, policy: Resource, inputs: [Resource]? = nil,
        result: Result, levels: [String] = []
    ) {
        self.verifier = verifier
        self.time = time
        self.resourceURI = resourceURI
        self.policy = policy
        self.inputs = inputs
        self.result = result
        self.levels = result == .failed ? [Result.failed.rawValue] : levels
    }

    /// The statement about the judged artifacts.
    public func statement(about subjects: [Statement.Subject]) -> Statement {
        var predicate: JSONObject = [
            "verifier": ["id": .string(verifier)],
            "timeVerified": .string(time.description),
            "resourceUri": .string(resourceURI),
            "policy": policy.json,
            "verificationResult": .string(result.rawValue),
            "verifiedLevels": .array(levels.map { .string($0) }),
        ]
        if let inputs { predicate["inputAttestations"] = .array(inputs.map(\.json)) }
        return Statement(about: subjects, predicateType: Self.predicateType, predicate: predicate)
    }
}
