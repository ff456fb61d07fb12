import ArgumentParser

/// Where the result of an audit goes.
struct AuditResultOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Where the metrics for 'governor gate' go, as JSON.", valueName: "file"))
    var output: String?

    @OptionGroup var files: AuditFiles

    @OptionGroup var evidence: AuditEvidenceOptions

    @Option(help: "How to print the result.")
    var format = OutputFormat.text

    /// The paths of all files that are written, but for drawings.
    var paths: [String?] { [output, evidence.evidence] + files.paths }
    /// Whether there is to be a record of the audit.
    var isRecorded: Bool { evidence.evidence != nil || evidence.ledger != nil }
    /// Whether a result is wanted beside what is printed.
    var isAskedFor: Bool { isRecorded || files.charts != nil || paths.contains { $0 != nil } }

    func validate() throws {
        let named = paths.compactMap(\.self)
        guard Set(named).count == named.count else { throw ValidationError("Two results cannot go to one file.") }
    }
}
