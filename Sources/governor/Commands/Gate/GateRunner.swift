import ArgumentParser
import GovernorCore
import GovernorLedger
import GovernorPolicy

/// Runs the gate from files to files: read, judge, sign, show, answer.
struct GateRunner {
    let options: GateOptions
    let source: ArtifactSource
    var environment = Environment.process
    var clock: WallClock = Timestamp.now

    /// Runs the gate.
    ///
    /// - Throws: `ExitCode.answerIsNo` when the gate fails; errors that mean it could not run.
    func run() async throws {
        var random = SystemRandomNumberGenerator()
        let key = try signingKey()
        let policy = try GatePolicy(reading: InputFile(options.config, "policy"))
        let artifacts = try source.read()
        let time = clock()
        let buildID = BuildID.choose(options.buildID, environment: environment, at: time, using: &random)
        var run = try GateRun(judging: artifacts, by: policy, buildID: buildID, at: time)
        try leaveEvidence(of: &run, key: key)
        try show(run)
        if run.report.outcome == .fail { throw ExitCode.answerIsNo }
    }

    private func leaveEvidence(of run: inout GateRun, key: SigningKey?) throws {
        guard let path = options.evidence else { return }
        if key == nil {
            Diagnostics.warn(
                "the evidence is not signed", hint: "give a key with --key; 'governor ledger keygen' makes one")
        }
        let evidence = try GateEvidence(of: run)
        let signature = try key.map { try GateAttestation(of: run, evidence: evidence).signed(by: $0) } ?? .null
        try OutputFile(path).write(evidence.json(signature: signature).prettyText + "\n")
        run.evidence = GateRun.EvidenceFile(path: path, keyName: key.map { "\($0.verifierKey.name)" })
    }

    private func show(_ run: GateRun) throws {
        if let output = options.output {
            try OutputFile(output).write(render(run, terminal: .plain))
            // The file is for a machine; whoever reads the log of the build wants to see the verdict too.
            try StandardStream.output.write(GateTextRenderer(terminal: Terminal(.output)).render(run))
        } else {
            try StandardStream.output.write(render(run, terminal: Terminal(.output)))
        }
        guard environment["GITHUB_ACTIONS"] == "true" else { return }
        // The runner reads commands from both streams; standard output may be a JSON document that a script reads.
        try StandardStream.error.write(GitHubAnnotations.render(run))
        if let summary = environment["GITHUB_STEP_SUMMARY"] {
            try OutputFile(summary).append(GateMarkdownRenderer.render(run))
        }
    }

    private func render(_ run: GateRun, terminal: Terminal) -> String {
        switch options.format {
        case .text: GateTextRenderer(terminal: terminal).render(run)
        case .json: GateJSONRenderer.render(run)
        case .junit: GateJUnitRenderer.render(run)
        case .sarif: GateSARIFRenderer.render(run)
        case .markdown: GateMarkdownRenderer.render(run)
        }
    }

    private func signingKey() throws -> SigningKey? {
        guard let path = options.key else { return nil }
        let bytes = try InputFile(path, "signing key").bytes(limit: Self.keyLimit)
        do throws(NoteError) {
            return try SigningKey(parsing: String(decoding: bytes, as: UTF8.self))
        } catch {
            throw CommandError.invalid(path: path, problem: error.message, hint: error.hint)
        }
    }

    /// A key file is one line; this is far above it.
    private static let keyLimit = 64 << 10
}
