import GovernorAudit
import GovernorCore

/// What an audit was told: with the data and the engine it determines the result.
protocol AuditConfiguration: Equatable {
    /// Which audit it is, such as `fairness`.
    static var audit: String { get }
    /// What the files it reads are to it, in the order in which they are named.
    static var roles: [String] { get }

    /// The configuration as a record has it, with ``audit`` as the member `audit`; null is what was not told.
    var json: JSONValue { get }

    /// Reads a configuration; nil for what is none.
    init?(json: JSONValue)

    /// Finds out whether the parts go together.
    ///
    /// - Throws: `ValidationError` with what the command's options are to be.
    func check() throws

    /// Reads and judges data.
    ///
    /// - Parameter files: As many as ``roles``.
    func document(of files: [String]) async throws -> any AuditDocument
}

/// The configurations of all audits.
enum AuditConfigurations {
    private static var all: [any AuditConfiguration.Type] {
        [FairnessConfiguration.self, QualityConfiguration.self, DriftConfiguration.self, SliceConfiguration.self]
    }

    /// Reads a configuration; nil for what is none that any audit could have been told.
    static func read(_ json: JSONValue) -> (any AuditConfiguration)? {
        guard let found = all.first(where: { $0.audit == json["audit"]?.string })?.init(json: json),
            (try? found.check()) != nil
        else { return nil }
        return found
    }
}
