import GovernorCore
import GovernorLedger
import GovernorPolicy

/// The policy file that the gate judges by.
struct GatePolicy {
    /// The file as the user named it.
    let name: String
    /// The SHA-256 of the file's bytes, which anybody can repeat with `sha256sum`.
    let fileDigest: Digest
    /// The loaded policy.
    let policy: Policy
    private let lines: LineIndex

    /// Reads and loads a policy.
    ///
    /// - Throws: ``CommandError``, or ``DocumentErrors`` with every problem of the file.
    init(reading file: InputFile) throws {
        let bytes = try file.bytes()
        name = file.displayName
        lines = LineIndex(keysIn: bytes)
        fileDigest = .sha256(bytes)
        policy = try PolicyFile.policy(bytes, name: name)
    }

    /// What to call the policy: its title, else its id.
    var title: String { policy.metadata.title ?? policy.metadata.id }

    /// The line, from 1, on which a metric is first a key; 1 when it is spelt in an unusual way.
    func line(of metric: MetricName) -> Int { lines[metric.metric] ?? 1 }
}
