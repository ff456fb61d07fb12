import ArgumentParser
import GovernorAudit
import GovernorCore

/// `governor audit verify`: repeats an audit from its record, and compares.
struct AuditVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Repeat an audit as its record says, and compare.",
        discussion: """
            The record is what --evidence FILE of 'governor audit fairness', 'quality', 'drift' or 'slices' wrote. The audit is valid \
            when the data are those of then and give the same result, to the last digit.

            \(ExitCodes.auditVerify)

            Example:
              $ printf 'sex,hired\\nf,1\\nf,0\\nm,1\\nm,1\\n' > decisions.csv
              $ governor audit decisions.csv --by sex --prediction hired \\
                  --evidence record.json
              $ governor audit verify record.json decisions.csv
            """)

    @Argument(help: ArgumentHelp("The record of the audit.", valueName: "record"))
    var record: String

    @Argument(
        help: ArgumentHelp(
            "The data it was about, of drift the reference and the current data; - is standard input.",
            valueName: "data"))
    var data: [String]

    @Option(help: "How to print the result.")
    var format = OutputFormat.text

    func validate() throws {
        guard ([record] + data).count(where: { $0 == "-" }) <= 1 else {
            throw ValidationError("Standard input can be one of the files only.")
        }
    }

    func run() async throws {
        let record = try AuditRecord(reading: InputFile(self.record, "record"))
        let roles = type(of: record.configuration).roles
        guard data.count == roles.count else {
            throw ValidationError(
                "The record is about \(roles.count == 1 ? "one file" : "\(roles.count) files"): \(roles.joined(separator: ", then "))."
            )
        }
        let again = try AuditRecord(try await record.configuration.document(of: data), by: record.configuration)
        let comparison = AuditComparison(record: record, again: again)
        try StandardStream.output.write(format == .json ? comparison.json.prettyText + "\n" : comparison.text)
        if !comparison.problems.isEmpty { throw ExitCode.answerIsNo }
    }
}
