import ArgumentParser

/// `governor corpus`: the works that outputs must not repeat.
struct CorpusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corpus",
        abstract: "Index the works that outputs must not repeat.",
        subcommands: [CorpusBuild.self, CorpusShow.self])
}
