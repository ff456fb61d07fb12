import ArgumentParser
import GovernorAudit
import GovernorCore

/// `governor audit drift`: what changed between a reference and current data.
struct AuditDrift: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "Compare current data, predictions and decisions by group with a reference.",
        discussion: """
            Both are CSV with a header or JSON Lines, each read once in a bounded amount of memory; the reference may also be a snapshot that \
            --snapshot wrote. A column whose values in the reference are numbers, more than 20 different ones, is compared as \
            numbers, every other one value by value. Bins are frozen on the reference. p-values are corrected for how many \
            columns are compared. docs/audit.md defines every number.

            \(ExitCodes.auditDrift)

            Example:
              $ printf 'region,hired\\nnorth,1\\nsouth,0\\n' > january.csv
              $ printf 'region,hired\\nnorth,0\\neast,0\\n' > february.csv
              $ governor audit drift january.csv february.csv --by region --prediction hired
            """)

    @Argument(
        help: ArgumentHelp("CSV or JSON Lines, plain or packed by gzip or zstd, or a snapshot.", valueName: "reference")
    )
    var reference: String

    @Argument(
        help: ArgumentHelp(
            "CSV or JSON Lines, plain or packed; without it --snapshot is all that is done.", valueName: "current"))
    var current: String?

    @Option(
        help: ArgumentHelp("A column to compare; give it again for each. All if none is given.", valueName: "column"))
    var columns: [String] = []

    @Option(help: ArgumentHelp("A column to leave out, such as an identifier.", valueName: "column"))
    var ignore: [String] = []

    @Option(help: ArgumentHelp("A column of numbers to compare value by value.", valueName: "column"))
    var categorical: [String] = []

    @OptionGroup var decisions: DecisionOptions

    @Option(
        help: ArgumentHelp("Where to write what is kept of the last data named, to be a reference.", valueName: "file"))
    var snapshot: String?

    @OptionGroup var input: AuditInputOptions

    @OptionGroup var results: AuditResultOptions

    func validate() throws {
        guard current != nil || snapshot != nil else {
            throw ValidationError("There is nothing to compare with the reference.")
        }
        guard current != nil || !results.isAskedFor else {
            throw ValidationError("--output, reports and records are about current data; none are named.")
        }
        try results.requireDistinct(from: [snapshot])
        guard reference != "-" || current != "-" else {
            throw ValidationError("Standard input cannot be both the reference and the current data.")
        }
        if let alone = decisions.alone { try configuration(alone).check() }
    }

    func run() async throws {
        let delivery = try AuditDelivery(results)
        try delivery.requireApart(from: [reference, current, decisions.file.config], writing: [snapshot])
        let configuration = configuration(try decisions.resolved())
        try configuration.check()
        guard let current else {
            let profile = try await configuration.profile(reference, configuration.referenceFormat).profile
            return try OutputFile.write(kept(profile))
        }
        let found = try await configuration.report(of: current, against: reference)
        try await delivery.deliver(found.document, by: configuration, writing: kept(found.current))
    }

    /// The snapshot, if one is wanted.
    private func kept(_ profile: TableProfile) -> [(file: OutputFile, bytes: [UInt8])] {
        snapshot.map { [(OutputFile($0), Array((profile.without(ignore).snapshot.compactText + "\n").utf8))] } ?? []
    }

    /// What the options and the file say, and what they leave open.
    private func configuration(_ decisions: Decisions) -> DriftConfiguration {
        DriftConfiguration(
            decisions: decisions.withoutWeights, columns: columns, ignored: ignore, categorical: categorical,
            referenceFormat: input.format(ofFile: reference), format: input.format(ofFile: current ?? reference))
    }
}
