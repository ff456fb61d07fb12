import GovernorCore
import GovernorPolicy

/// A finished run of the gate: the verdict, what it was about, and what became of the evidence. The renderers show it.
struct GateRun {
    /// The verdict.
    let report: GateReport
    /// The policy file.
    let policy: GatePolicy
    /// The artifacts that were judged.
    let artifacts: [GateArtifact]
    /// Which artifact reports which metric.
    let origins: [MetricName: Int]
    /// The build.
    let buildID: String
    /// The evidence file, if one was written.
    var evidence: EvidenceFile?
    /// Whether the ledger has the run.
    var recording: Recording = .notRequested

    /// A written evidence document.
    struct EvidenceFile {
        /// Where it is.
        let path: String
        /// The name of the key that signed it; nil when it is unsigned.
        let keyName: String?
    }

    /// What became of the fact.
    enum Recording {
        /// No ledger was named.
        case notRequested
        /// The fact is durable.
        case recorded(AppendedFact)
        /// The ledger did not take it.
        case failed
    }

    /// Judges artifacts by a policy.
    ///
    /// - Throws: ``MetricError`` when a metric is no number, or two artifacts disagree.
    init(judging artifacts: [GateArtifact], by policy: GatePolicy, buildID: String, at time: Timestamp) throws {
        var metrics = ArtifactMetrics()
        var origins: [MetricName: Int] = [:]
        for (index, artifact) in artifacts.enumerated() {
            try metrics.add(artifact.json, from: artifact.name, category: artifact.category)
            for name in try artifact.metricNames() where origins[name] == nil { origins[name] = index }
        }
        report = try Gate(policy.policy).evaluate(metrics, at: time)
        self.policy = policy
        self.artifacts = artifacts
        self.origins = origins
        self.buildID = buildID
    }

    /// The place that a person has to look at: the metric in its artifact, or the threshold in the policy when no
    /// artifact reports the metric.
    func place(of result: ThresholdResult) -> (path: String, line: Int) {
        let name = result.threshold.name
        if let index = origins[name], result.actual != nil {
            return (artifacts[index].name, artifacts[index].line(of: name))
        }
        return (policy.name, policy.line(of: name))
    }

    /// The waiver of a result, as it stood.
    func waiver(of result: ThresholdResult) -> WaiverState? {
        report.waivers.first { $0.waiver.id == result.waiverID && $0.waiver.thresholdName == result.threshold.name }
    }

    /// How many results have a status.
    func count(_ status: ThresholdResult.Status) -> Int { report.results.count { $0.status == status } }

    /// Whether the fact is durable.
    var isRecorded: Bool { if case .recorded = recording { true } else { false } }
}
