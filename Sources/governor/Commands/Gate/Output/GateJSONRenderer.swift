import GovernorCore
import GovernorPolicy

/// The verdict for scripts. The fields are stable and documented in `docs/cli-json.md`.
enum GateJSONRenderer {
    /// Renders a run.
    static func render(_ run: GateRun) -> String { json(run).prettyText + "\n" }

    private static func json(_ run: GateRun) -> JSONValue {
        let policy = run.report.policy
        return [
            "outcome": .string(run.report.outcome.rawValue),
            "build_id": .string(run.buildID),
            "timestamp": .string(run.report.time.description),
            "policy": [
                "id": .string(policy.id), "version": .string(policy.version), "sha256": .string(policy.digest.hex),
                "file": .string(run.policy.name), "file_sha256": .string(run.policy.fileDigest.hex),
            ],
            "summary": .object(
                JSONObject(
                    ThresholdResult.Status.allCases.map { ($0.rawValue.lowercased(), .integer(run.count($0))) })),
            "thresholds_checked": .array(run.report.results.map { result($0, run) }),
            "violations": .array(run.report.failures.map { .string($0.message) }),
            "waivers": .array(run.report.waivers.map(waiver)),
            "unjudged": .array(run.report.unjudged.map { .string($0.description) }),
            "artifacts": .array(
                run.artifacts.map { ["name": .string($0.name), "sha256": .string($0.digest.hex)] }),
            "evidence": run.evidence.map {
                ["file": .string($0.path), "signed_by": $0.keyName.map { .string($0) } ?? .null]
            } ?? .null,
            "recorded": .bool(run.isRecorded),
            "receipt": receipt(run.recording),
        ]
    }

    private static func result(_ result: ThresholdResult, _ run: GateRun) -> JSONValue {
        let threshold = result.threshold
        let place = run.place(of: result)
        return [
            "name": .string(threshold.name.description),
            "status": .string(result.status.rawValue),
            "comparison": .string(threshold.comparison.rawValue),
            "target": .number(JSONNumber(threshold.target)),
            "actual": result.actual.map { .number(JSONNumber($0)) } ?? .null,
            "enforcement": .string(threshold.enforcement.rawValue),
            "blocks": .bool(result.blocks),
            "message": .string(result.message),
            "remediation": result.remediation.map { .string($0) } ?? .null,
            "owner": threshold.owner.map { .string($0) } ?? .null,
            "frameworks": .array(threshold.frameworks.map { .string($0) }),
            "waiver": result.waiverID.map { .string($0) } ?? .null,
            "file": .string(place.path),
            "line": .integer(place.line),
        ]
    }

    private static func waiver(_ state: WaiverState) -> JSONValue {
        [
            "id": .string(state.waiver.id),
            "threshold": state.waiver.thresholdName.map { .string($0.description) } ?? .null,
            "owner": .string(state.waiver.owner),
            "reason": .string(state.waiver.reason),
            "expires": .string(state.waiver.expires.description),
            "expired": .bool(state.isExpired),
        ]
    }

    private static func receipt(_ recording: GateRun.Recording) -> JSONValue {
        guard case .recorded(let fact) = recording else { return .null }
        return [
            "id": .string(fact.id.description), "index": .integer(fact.index), "sequence": .integer(fact.sequence),
        ]
    }
}
