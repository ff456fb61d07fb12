import GovernorCore
import HTTPTypes
import Hummingbird

/// The risk snapshot (S3.17, G.14).
struct RiskRoutes {
    let desk: EvidenceDesk

    var routes: [Route] {
        [
            Route(
                id: "getRiskSnapshot", method: .get, path: "/api/v1/risk/snapshot",
                aliases: ["/risk/snapshot", "/v1/risk/snapshot"], summary: "What is known about a model's risk now.",
                details: """
                    Built from recorded evidence only: what is unknown is null, and `reasons` says why. Every threshold \
                    of the policy is a factor; `risk_score` is the share of breached factors, null while one is \
                    unknown. \
                    `risk_level` is LOW for 0, MEDIUM up to 0.25, HIGH up to 0.5, CRITICAL above.
                    """,
                access: .anyOf([.evidenceRead, .dashboardView]),
                parameters: [
                    .query(
                        "model", .string(.line), required: true, "The model's version, or the name of its system.")
                ],
                answers: [.json(.riskSnapshot, "The snapshot.")],
                respond: { [desk] request in
                    let model = request.text("model") ?? ""
                    let snapshot = try await desk.board.snapshot(
                        of: model, judgedBy: desk.policy?.value, at: desk.clock())
                    return Response(json: snapshot.json)
                })
        ]
    }
}

extension Schema {
    private static let metrics = Schema.optional(.map(of: .number(nil)))

    private static let factor = Schema.object(
        .required("factor", .string(.text(1...256)), "The metric."),
        .required("value", .optional(.number(nil)), "Its latest value."),
        .required("threshold", .string(.text(1...128)), "What the policy asks, such as `<= 0.05`."),
        .required("status", .words("ok", "breach", "unknown"), "Whether it is met."))

    private static let source = Schema.object(
        .required("fact", .string(.identifier), "The fact that reports the value."),
        .required("recorded_at", .string(.dateTime), "When it was recorded."))

    fileprivate static let riskSnapshot = Schema.named(
        "RiskSnapshot",
        .object(
            .required("model", .string(.line), "What was asked for."),
            .required("system_id", .optional(.string(.plainName)), "The system of the latest evidence."),
            .required("timestamp", .string(.dateTime), "When the snapshot was taken."),
            .required("quality", metrics, "Quality metrics by name."),
            .required("fairness", metrics, "Fairness metrics by name."),
            .required("safety", metrics, "Safety metrics by name."),
            .required("privacy", metrics, "Privacy metrics by name."),
            .required("drift", metrics, "Drift metrics by name."),
            .required(
                "eu_ai_act_tier", .optional(.words("prohibited", "high-risk", "transparency", "gpai", "minimal")),
                "The tier of the EU AI Act that the evidence states."),
            .required("evidence_hash", .optional(.string(.evidenceHash)), "The hash of the latest submitted evidence."),
            .required("risk_score", .optional(.number(0...1)), "The share of breached factors."),
            .required("risk_level", .optional(.words("LOW", "MEDIUM", "HIGH", "CRITICAL")), "The score in one word."),
            .required("contributing_factors", .array(of: factor, count: 0...10_000), "One factor a threshold."),
            .required(
                "assessed_by",
                .optional(
                    .object(
                        .required("policy", .string(.text(1...256)), "The policy's id."),
                        .required("version", .string(.text(1...256)), "Its version."))), "The policy that was applied."),
            .required("sources", .map(of: source), "Where each value comes from."),
            .required("reasons", .map(of: .string(.text(1...65_536))), "Why each null is null.")))
}
