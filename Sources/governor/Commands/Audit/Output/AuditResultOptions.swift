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
        try requireDistinct()
    }

    /// Finds out whether every result has a file of its own.
    ///
    /// - Parameter others: The paths of files that are written beside the results.
    /// - Throws: `ValidationError`.
    func requireDistinct(from others: [String?] = []) throws {
        let places = (paths + others).compactMap { $0.map { OutputFile($0).place } }
        guard Set(places).count == places.count else { throw ValidationError("Two results cannot go to one file.") }
        guard let charts = files.charts else { return }
        let drawings = OutputFile("\(charts)/").place
        guard !places.contains(where: { $0.hasPrefix(drawings) && $0.hasSuffix(".svg") }) else {
            throw ValidationError("A result cannot go among the drawings of --charts under the name of one (.svg).")
        }
    }
}
