import ArgumentParser
import GovernorCore
import GovernorInspect

/// `governor redteam`: how often attacks go through.
struct RedTeamCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redteam",
        abstract: "Try attacks in disguises on a policy, a gateway or a model, and measure how many go through.",
        discussion: """
            An attack went through when nobody stopped, restricted or refused it; whether an answer would help is not \
            judged. Attacks are rows of {"id": …, "text": …, "label": 1, "source": …, "kind": …}; rows with label 0 \
            are harmless texts, of which the refused ones are counted.

            \(ExitCodes.redteam)

            Example:
              $ governor redteam --limit 5 --artifact eval_safety.json \\
                  --policy examples/policies/adr-006.embedded-governance.yaml
            """)

    @OptionGroup(title: "Target") var options: RedTeamTargetOptions

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Attacks as .jsonl; - is standard input. A small collection of our own if left out.", valueName: "file"))
    var attacks: [String] = []

    @Option(
        name: .customLong("mutation"), parsing: .upToNextOption,
        help: ArgumentHelp(
            "The disguises: \(Mutation.allCases.map(\.rawValue).joined(separator: ", ")). All if left out.",
            valueName: "name"),
        transform: Self.mutation)
    var mutations: [Mutation] = []

    @Option(help: ArgumentHelp("How many texts to draw at most.", valueName: "count"))
    var limit: Int?

    @Option(
        help: ArgumentHelp("Chooses the texts that are drawn, and what is random in disguises.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("How many prompts are under way at a time.", valueName: "count"))
    var concurrency = 4

    @Option(
        help: ArgumentHelp(
            "Keep results in a file; the same command goes on where it stopped. It holds ids, no texts.",
            valueName: "file"))
    var results: String?

    @Option(help: ArgumentHelp("Write the metrics for 'governor gate' to a file.", valueName: "eval_safety.json"))
    var artifact: String?

    @Option(help: "How to print the report.")
    var format = RedTeamFormat.text

    private static func mutation(_ text: String) throws -> Mutation {
        guard let mutation = Mutation(rawValue: text) else {
            throw ValidationError(
                "A mutation is one of \(Mutation.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return mutation
    }

    func validate() throws {
        guard limit ?? 1 >= 1 else { throw ValidationError("--limit is at least 1.") }
        guard 1...RedTeamRunner.concurrencyLimit ~= concurrency else {
            throw ValidationError("--concurrency is 1 to \(RedTeamRunner.concurrencyLimit).")
        }
    }

    func run() async throws {
        let texts = try attacks.isEmpty ? Attack.builtIn : AttackCorpus.attacks(in: attacks)
        let chosen = Mutation.allCases.filter { mutations.isEmpty || mutations.contains($0) }
        let run = RedTeamRun(
            target: try options.target(),
            trials: AttackTrial.trials(of: texts, in: chosen, limit: limit, seed: seed), seed: seed)
        let report = try await outcomes(of: run)
        let output = RedTeamOutput(run: run, report: report)
        if let artifact { try OutputFile(artifact).write(output.artifact.prettyText + "\n") }
        switch format {
        case .text: try StandardStream.output.write(output.text)
        case .json: try StandardStream.output.write(output.json.prettyText + "\n")
        case .markdown: try StandardStream.output.write(output.markdown)
        }
        guard report.unanswered == 0 else {
            Diagnostics.warn(
                "prompts without an answer: \(report.unanswered), so there is no rate for the gate", hint: Self.again)
            throw ExitCode.couldNotRun
        }
    }

    private static let again = "the same command with --results sends only what is missing"

    /// The outcomes in the results file, and of the trials that are not there.
    private func outcomes(of run: RedTeamRun) async throws -> RedTeamReport {
        let journal = try results.map { try TrialJournal(path: $0, run: run.digest) }
        var report = RedTeamReport()
        var rest: [AttackTrial] = []
        for trial in run.trials {
            if let known = journal?.outcomes[TrialJournal.Key(trial)] {
                report.add(trial, known)
            } else {
                rest.append(trial)
            }
        }
        guard !rest.isEmpty else { return report }
        let runner = RedTeamRunner(target: run.target, seed: run.seed, concurrency: concurrency)
        try await warnUnlessHarmlessPasses(runner)
        let progress = ProgressLine()
        var done = run.trials.count - rest.count
        do {
            try await runner.run(rest) { trial, outcome in
                if let outcome { try journal?.append(trial, outcome) }
                report.add(trial, outcome)
                done += 1
                progress.show("\(done) of \(run.trials.count) prompts, \(report.overall.attacks.through) went through")
            }
            try journal?.flush()
        } catch {
            progress.clear()
            if journal != nil { Diagnostics.note("what was answered is kept", hint: Self.again) }
            throw error
        }
        progress.clear()
        return report
    }

    private func warnUnlessHarmlessPasses(_ runner: RedTeamRunner) async throws {
        let outcome = try await runner.probe()
        guard outcome != .passed else { return }
        Diagnostics.warn(
            "even a harmless question does not go through (\(outcome?.rawValue ?? "no answer to judge"))",
            hint: "a harmful rate of such a target says little; measure it with harmless texts, label 0, as well")
    }
}

/// The forms in which the report is printed.
enum RedTeamFormat: String, ExpressibleByArgument, CaseIterable {
    /// For people.
    case text
    /// For scripts; the fields are documented in `docs/cli-json.md`.
    case json
    /// For a comment on a pull request.
    case markdown
}
