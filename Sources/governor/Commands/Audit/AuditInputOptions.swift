import ArgumentParser
import GovernorAudit

/// How the data of an audit are written.
struct AuditInputOptions: ParsableArguments {
    /// A kind of records.
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case csv, jsonl
    }

    @Option(
        help: ArgumentHelp(
            "How data are written: csv or jsonl. Without it .jsonl and .ndjson are JSON Lines, all else is CSV.",
            valueName: "format"))
    var inputFormat: Kind?

    @Option(
        help: ArgumentHelp(
            "What separates the fields of CSV, one character or 'tab'. Without it a comma; a tab in .tsv files.",
            valueName: "character"))
    var delimiter: String?

    func validate() throws {
        guard delimiter == nil || delimiterByte != nil else {
            throw ValidationError(
                "--delimiter is one ASCII character other than a quote, a letter, a digit and a line end.")
        }
        guard delimiter == nil || inputFormat != .jsonl else {
            throw ValidationError("--delimiter is for CSV; JSON Lines have none.")
        }
    }

    /// The format of a file.
    func format(ofFile path: String) -> TableFormat {
        if let delimiterByte { return .csv(delimiter: delimiterByte) }
        let told = TableFormat(ofFile: path)
        switch (inputFormat, told) {
        case (.jsonl, _): return .jsonLines
        case (.csv, .jsonLines): return .commaSeparated
        case (.csv, _), (nil, _): return told
        }
    }

    private var delimiterByte: UInt8? {
        guard let delimiter else { return nil }
        if delimiter == "tab" || delimiter == "\\t" { return UInt8(ascii: "\t") }
        let excluded = ["\"", "\n", "\r"]
        guard delimiter.utf8.count == 1, let byte = delimiter.utf8.first, byte < 0x80, !excluded.contains(delimiter),
            delimiter.first.map({ !$0.isLetter && !$0.isNumber }) == true
        else { return nil }
        return byte
    }
}
