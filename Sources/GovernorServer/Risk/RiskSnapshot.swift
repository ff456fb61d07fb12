import GovernorCore
import GovernorPolicy

/// What is known about a model's risk at a moment. What is unknown is `null`, and `reasons` says why.
struct RiskSnapshot: Sendable {
    /// The kinds of metrics that every snapshot shows.
    static let categories = ["quality", "fairness", "safety", "privacy", "drift"]

    private let name: String
    private let time: Timestamp
    private let model: RiskProjection.Model?
    private let assessment: RiskAssessment
    private let policy: PolicyReference?
    private let isIncomplete: Bool

    /// Takes a snapshot.
    ///
    /// - Parameters:
    ///   - name: The model's version, or the name of its system.
    ///   - policy: What to judge by; nil when the service has no policy.
    init(of name: String, in projection: RiskProjection, judgedBy policy: Policy?, at time: Timestamp) {
        self.name = name
        self.time = time
        model = projection.model(name)
        assessment = RiskAssessment(model?.readings ?? [:], by: policy?.thresholds ?? [])
        self.policy = policy?.reference
        isIncomplete = projection.isIncomplete
    }

    /// The body of the answer.
    var json: JSONValue {
        var body: JSONObject = [
            "model": .string(name), "system_id": model?.system.map { .string($0.name.text) } ?? .null,
            "timestamp": .string(time.description),
        ]
        for category in Self.categories { body[category] = values(of: category) ?? .null }
        body["eu_ai_act_tier"] = model?.tier.map { .string($0.name) } ?? .null
        body["evidence_hash"] = model?.evidenceHash.map { .string($0.text) } ?? .null
        body["risk_score"] = assessment.score.flatMap(JSONNumber.init).map(JSONValue.number) ?? .null
        body["risk_level"] = assessment.level.map { .string($0.rawValue) } ?? .null
        body["contributing_factors"] = .array(assessment.factors.map(Self.json))
        body["assessed_by"] = policy.map { ["policy": .string($0.id), "version": .string($0.version)] } ?? .null
        body["sources"] = .object(sources)
        body["reasons"] = .object(reasons)
        return .object(body)
    }

    /// The known metrics of a category; nil when none has a value.
    private func values(of category: String) -> JSONValue? {
        let known = readings.filter { $0.name.category == category }
            .compactMap { name, reading in reading.value.map { (name.metric, JSONValue.number(JSONNumber($0))) } }
        return known.isEmpty ? nil : .object(JSONObject(known))
    }

    private var readings: [(name: MetricName, reading: RiskProjection.Reading)] {
        (model?.readings ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Where each value comes from.
    private var sources: JSONObject {
        JSONObject(
            readings.filter { $0.reading.value != nil }.map { name, reading in
                let source = reading.source
                return (
                    name.description,
                    ["fact": .string(source.fact.description), "recorded_at": .string(source.time.description)]
                )
            })
    }

    /// Why what is null is null.
    private var reasons: JSONObject {
        var reasons: JSONObject = [:]
        let nothing =
            isIncomplete
            ? "no evidence about this model is among that of the \(RiskProjection.modelLimit) models of which it is kept"
            : "no evidence about this model is recorded"
        let evidence = model?.isPartial == true ? "evidence that is still kept" : "recorded evidence"
        func explain(_ member: String, _ reason: String) {
            reasons[member] = .string(model == nil ? nothing : reason)
        }
        if model == nil { explain("system_id", nothing) }
        for category in Self.categories where values(of: category) == nil {
            let isNamed = readings.contains { $0.name.category == category }
            explain(
                category,
                isNamed ? "the latest evidence says null" : "no \(evidence) reports a metric of this kind")
        }
        if model?.tier == nil { explain("eu_ai_act_tier", "no \(evidence) states 'eu_ai_act_tier'") }
        if model?.evidenceHash == nil { explain("evidence_hash", "no evidence was submitted for this name") }
        if assessment.score == nil {
            let reason = scoreReason
            explain("risk_score", reason)
            explain("risk_level", reason)
        }
        if policy == nil { reasons["assessed_by"] = "the service has no policy to judge by" }
        return reasons
    }

    private var scoreReason: String {
        if policy == nil { return "the service has no policy to judge by" }
        if assessment.factors.isEmpty { return "the policy has no thresholds" }
        return "no value for \(assessment.unknown.map(\.description).joined(separator: ", "))"
    }

    private static func json(_ factor: RiskAssessment.Factor) -> JSONValue {
        [
            "factor": .string(factor.threshold.name.description),
            "value": factor.value.map { .number(JSONNumber($0)) } ?? .null,
            "threshold": .string("\(factor.threshold.comparison.rawValue) \(factor.threshold.target)"),
            "status": .string(factor.status.rawValue),
        ]
    }
}
