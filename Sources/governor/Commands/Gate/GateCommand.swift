import ArgumentParser

/// `governor gate`: judges evaluation artifacts by a policy's thresholds.
struct GateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gate",
        abstract: "Judge a build's evaluation artifacts by the policy's thresholds.",
        discussion: """
            Artifacts are JSON files of metrics: a folder of eval_<category>.json files, one file with all \
            categories, standard input (-), or one file for each category.

            \(ExitCodes.gate)

            Example:
              $ governor gate --config examples/policies/adr-006.embedded-governance.yaml \\
                  --artifacts examples/artifacts/passing
            """)

    @OptionGroup var options: GateOptions

    @Option(help: ArgumentHelp("A folder of eval_<category>.json files, one file, or - .", valueName: "path"))
    var artifacts: String?

    @Option(help: ArgumentHelp("The artifact of the category 'quality'.", valueName: "file"))
    var eval: String?

    @Option(help: ArgumentHelp("The artifact of the category 'fairness'.", valueName: "file"))
    var fairness: String?

    @Option(help: ArgumentHelp("The artifact of the category 'safety'.", valueName: "file"))
    var safety: String?

    @Option(help: ArgumentHelp("The artifact of the category 'drift'.", valueName: "file"))
    var drift: String?

    func validate() throws {
        guard artifacts == nil || separate.isEmpty else {
            throw ValidationError("--artifacts cannot be combined with --eval, --fairness, --safety or --drift")
        }
        guard artifacts != nil || !separate.isEmpty else {
            throw ValidationError("Missing artifacts: give --artifacts, or --eval, --fairness, --safety, --drift")
        }
    }

    func run() async throws {
        let source = artifacts.map(ArtifactSource.path) ?? .categories(separate)
        try await GateRunner(options: options, source: source).run()
    }

    private var separate: [ArtifactSource.Category] {
        [("quality", eval), ("fairness", fairness), ("safety", safety), ("drift", drift)].compactMap { name, path in
            path.map { ArtifactSource.Category(name: name, path: $0) }
        }
    }
}
