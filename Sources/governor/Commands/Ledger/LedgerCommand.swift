import ArgumentParser
import GovernorCore
import GovernorSQLite

/// `governor ledger …`: writes and inspects a ledger on this machine.
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Write, prove, check and erase in a ledger on this machine.",
        subcommands: [
            LedgerKeygenCommand.self, LedgerAppendCommand.self, LedgerCheckpointCommand.self, LedgerProofCommand.self,
            LedgerVerifyCommand.self, LedgerFsckCommand.self, LedgerEraseCommand.self,
            LedgerReanchorCommand.self,
        ])
}

/// Which ledger, and how to print.
struct LedgerOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The ledger's data folder.", valueName: "folder"))
    var ledger = "governor-data"

    @Option(help: "How to print: text or json.")
    var format = OutputFormat.text

    /// Prints a result in the chosen form.
    func print(_ text: @autoclosure () -> String, _ json: @autoclosure () -> JSONValue) throws {
        try StandardStream.output.write(format == .json ? json().prettyText + "\n" : text())
    }
}

/// Reads arguments that must be well formed, as usage errors.
enum LedgerArgument {
    static func factID(_ text: String) throws -> UUIDv7 {
        guard let id = UUIDv7(text) else { throw ValidationError("'\(text)' is not a fact id (a version 7 UUID)") }
        return id
    }

    static func pointer(_ text: String) throws -> JSONPointer {
        guard let pointer = JSONPointer(text) else {
            throw ValidationError("'\(text)' is not a JSON pointer, such as /context/model")
        }
        return pointer
    }
}
