import ArgumentParser

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

    func validate() throws {
        if let output, output == evidence { throw ValidationError("--output and --evidence name the same file") }
    }
}
