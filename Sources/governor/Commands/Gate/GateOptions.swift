import ArgumentParser
import GovernorCore

/// What `gate` and `check` have in common: the policy, and what becomes of the verdict.
struct GateOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The policy file.", valueName: "policy"))
    var config: String

    @Option(help: "The form of the verdict.")
    var format: GateFormat = .text

    @Option(
        help: ArgumentHelp(
            "Write the verdict to a file in that form; standard output then has the text.", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("Write the evidence document to a file, whatever the verdict.", valueName: "file"))
    var evidence: String?

    @Option(
        help: ArgumentHelp("Sign the evidence with this key, as 'governor ledger keygen' makes it.", valueName: "file"))
    var key: String?

    @Option(help: "Name the build; taken from the CI system when left out, else a new UUID.")
    var buildID: String?

    @Option(
        help: ArgumentHelp(
            "Record the run in a ledger: a data folder, or the URL of an evidence service.", valueName: "path-or-url"))
    var ledger: String?

    @Option(help: "The stream of the ledger, usually the AI system: [a-z0-9._-].")
    var stream: String = "gate"

    @Option(
        help: ArgumentHelp(
            "The file of the API key for the evidence service; GOVERNOR_API_KEY when left out.", valueName: "file"))
    var apiKeyFile: String?

    func validate() throws {
        guard StreamName(stream) != nil else {
            throw ValidationError("The stream must be 1 to 128 of the characters a-z 0-9 . _ -")
        }
        if apiKeyFile != nil, ledger == nil { throw ValidationError("--api-key-file needs --ledger") }
        if let output, output == evidence { throw ValidationError("--output and --evidence name the same file") }
    }
}
