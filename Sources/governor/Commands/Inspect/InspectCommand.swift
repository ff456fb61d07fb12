import ArgumentParser

/// `governor inspect`: what the inspectors see in a text, and how good they are.
struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show what the inspectors find in a text, or measure them on labelled data.",
        discussion: """
            'governor inspect FILE' is short for 'governor inspect text FILE'. Names of persons, places and organisations \
            are looked for with --names, and sentences that documents do not support with --context.

            Example:
              $ echo 'Write to ada@example.org' | governor inspect -
            """,
        subcommands: [InspectText.self, InspectEval.self], defaultSubcommand: InspectText.self)
}
