import ArgumentParser
import GovernorCore
import GovernorLedger
import GovernorPolicy
import GovernorSQLite

/// Runs the gate from files to files: read, judge, sign, record, show, answer.
struct GateRunner {
    let options: GateOptions
    let source: ArtifactSource
    var environment = Environment.process
    var clock: WallClock = Timestamp.now

    /// Runs the gate.
    ///
    /// The verdict is shown even when it cannot be recorded, but then the command fails: no evidence, no answer.
    ///
    /// - Throws: `ExitCode.answerIsNo` when the gate fails; errors that mean it could not run.
    func run() async throws {
        var random = SystemRandomNumberGenerator()
        let key = try signingKey()
        let target = try options.ledger.map {
            try EvidenceTarget($0, apiKeyFile: options.apiKeyFile, environment: environment)
        }
        let policy = try GatePolicy(reading: InputFile(options.config, "policy"))
        let artifacts = try source.read()
        let time = clock()
        let buildID = BuildID.choose(options.buildID, environment: environment, at: time, using: &random)
        var run = try GateRun(judging: artifacts, by: policy, buildID: buildID, at: time)
        let failure = try await leaveEvidence(of: &run, key: key, target: target, using: &random)
        try show(run)
        if let failure { throw failure }
        if run.report.outcome == .fail { throw ExitCode.answerIsNo }
    }

    /// Writes and records the evidence.
    ///
    /// - Returns: Why the run could not be recorded, to be thrown once the verdict has been shown.
    private func leaveEvidence(
        of run: inout GateRun, key: SigningKey?, target: EvidenceTarget?,
        using random: inout SystemRandomNumberGenerator
    ) async throws -> (any Error)? {
        guard options.evidence != nil || target != nil else { return nil }
        if key == nil {
            Diagnostics.warn(
                "the evidence is not signed", hint: "give a key with --key; 'governor ledger keygen' makes one")
        }
        let evidence = try GateEvidence(of: run)
        let signature = try key.map { try GateAttestation(of: run, evidence: evidence).signed(by: $0) } ?? .null
        if let path = options.evidence {
            try OutputFile(path).write(evidence.json(signature: signature).prettyText + "\n")
            run.evidence = GateRun.EvidenceFile(path: path, keyName: key.map { "\($0.verifierKey.name)" })
        }
        guard let target, let stream = StreamName(options.stream) else { return nil }
        let fact = Fact(
            of: run, evidence: evidence, signature: signature, stream: stream, actor: environment.actor, using: &random)
        do {
            run.recording = .recorded(try await target.record(fact))
            return nil
        } catch {
            run.recording = .failed
            return error
        }
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
        guard !SigningKey.isKeyText(path) else { throw CommandError.keyText }
        let file = InputFile(path, "signing key")
        let bytes = try file.bytes(limit: Self.keyLimit)
        if !file.isStandardInput { try SecretFile.check(path) }
        do throws(NoteError) {
            return try SigningKey(parsing: String(decoding: bytes, as: UTF8.self))
        } catch {
            throw CommandError.invalid(path: path, problem: error.message, hint: error.hint)
        }
    }

    /// A key file is one line; this is far above it.
    private static let keyLimit = 64 << 10
}
