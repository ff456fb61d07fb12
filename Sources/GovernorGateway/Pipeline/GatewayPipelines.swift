import GovernorCore
package import GovernorPolicy

/// The pipeline in force, and what puts another one in its place.
///
/// A request is answered to its end, streams too, by the pipeline that was in force when it was complete.
package final class GatewayPipelines: Sendable {
    private let inForce: Current<GatewayPipeline>

    /// Puts a first pipeline in force.
    package init(_ pipeline: GatewayPipeline) { inForce = Current(pipeline) }

    /// What answers requests that begin now.
    package var current: GatewayPipeline { inForce.value }

    /// Records which policy decides from now on.
    ///
    /// - Throws: Why that cannot be recorded.
    package func recordStart() async throws {
        let pipeline = current
        try await pipeline.recordActivation(after: nil)
    }

    /// Puts another policy, other keys or other routes in force. Another policy is recorded before; where that fails, the
    /// old one stays. One change at a time.
    ///
    /// - Throws: `RedactionError` for a policy that cannot be applied, or why it cannot be recorded.
    package func replace(policy: Policy, configuration: GatewayConfiguration) async throws {
        let predecessor = current
        let pipeline = try predecessor.successor(policy: policy, configuration: configuration)
        if pipeline.record.policy != predecessor.record.policy {
            try await pipeline.recordActivation(after: predecessor.record.policy)
        }
        pipeline.activate(after: predecessor)
        inForce.replace(with: pipeline)
    }

    /// Ends every answer of a model that is under way: its client is told, and what was decided about it is recorded.
    func shutDown() { current.upstreams.stops.shutDown() }

    /// Waits until every decision whose caller has been answered is recorded, or is known not to be.
    func finish() async { await current.finish() }
}

extension GatewayPipeline {
    fileprivate func recordActivation(after predecessor: PolicyReference?) async throws {
        let time = environment.clock()
        _ = try await sink.append(record.activation(after: predecessor, id: identifier(at: time), at: time))
    }
}

extension DecisionRecord {
    /// That the policy decides from now on: at a start, or in another one's place.
    fileprivate func activation(after predecessor: PolicyReference?, id: UUIDv7, at time: Timestamp) -> Fact {
        let payload: JSONValue = [
            "policy": policy.json, "replaces": predecessor.map(\.json) ?? .null,
        ]
        return Fact(
            id: id, type: "policy.activated", time: time, stream: stream, actor: "governor", policy: policy,
            payload: payload, disclosable: ["policy", "replaces"].map { JSONPointer(tokens: [$0]) })
    }
}

extension PolicyReference {
    fileprivate var json: JSONValue {
        ["id": .string(id), "version": .string(version), "sha256": .string(digest.hex)]
    }
}
