import GovernorCore
import GovernorPolicy

/// What one fact says about a model, as far as risk is concerned.
struct EvidenceStatement {
    /// The model version, if the fact names one.
    let model: String?
    /// The metrics it reports; nil for one that it names as missing.
    let metrics: [MetricName: ExactDecimal?]
    /// The EU AI Act tier it states, in our spelling.
    let tier: String?
    /// The hash of submitted evidence.
    let evidenceHash: String?

    /// Reads a fact; nil when it says nothing about risk.
    init?(_ fact: ProjectedFact) {
        let payload = fact.payload
        if fact.type.text.utf8.starts(with: "evidence.".utf8) {
            let submitted = payload["submitted"] ?? payload
            let metadata = submitted["metadata"]
            model = submitted["modelVersion"]?.string
            metrics = Self.metrics(in: metadata, artifactType: submitted["artifactType"]?.string ?? "")
            tier = (metadata?["eu_ai_act_tier"]?.string).flatMap(Self.tier)
            evidenceHash = payload["evidence_hash"]?.string
        } else if fact.type.text.utf8.starts(with: "gate.".utf8) {
            model = payload["model_version"]?.string ?? payload["model"]?.string
            metrics = Self.metrics(judgedBy: payload["thresholds_checked"])
            tier = nil
            evidenceHash = nil
        } else {
            return nil
        }
    }

    /// Metrics in metadata take the forms that artifacts take; what is no metric is just metadata.
    private static func metrics(in metadata: JSONValue?, artifactType: String) -> [MetricName: ExactDecimal?] {
        let category = ArtifactMetrics.category(ofFile: "\(artifactType.lowercased()).json")
        var found: [MetricName: ExactDecimal?] = [:]
        for (name, value) in metadata?.object ?? [:] {
            // One member at a time: one that is no metric must not hide the others.
            var metrics = ArtifactMetrics()
            guard (try? metrics.add(.object([(name, value)].asObject), from: "metadata", category: category)) != nil
            else { continue }
            for (name, value) in metrics.values {
                switch value {
                case .number(let number): found[name] = .some(number)
                case .missing: found.updateValue(nil, forKey: name)
                case .unusable: break
                }
            }
        }
        return found
    }

    /// The actual values of a gate run.
    private static func metrics(judgedBy thresholds: JSONValue?) -> [MetricName: ExactDecimal?] {
        var found: [MetricName: ExactDecimal?] = [:]
        for threshold in thresholds?.array ?? [] {
            guard let name = threshold["name"]?.string.flatMap({ MetricName($0) }) else { continue }
            switch threshold["actual"] {
            case .number(let number): if let value = number.decimal { found[name] = .some(value) }
            case .string(let text): if let value = ExactDecimal(text) { found[name] = .some(value) }
            case .null: found.updateValue(nil, forKey: name)
            default: break
            }
        }
        return found
    }

    /// The tiers of the Act by their names and the ones in use for them.
    private static let tiers: [String: String] = [
        "prohibited": "prohibited", "unacceptable": "prohibited", "high": "high-risk", "high-risk": "high-risk",
        "high_risk": "high-risk", "transparency": "transparency", "limited": "transparency", "gpai": "gpai",
        "minimal": "minimal",
    ]

    private static func tier(_ text: String) -> String? { tiers[text.lowercased()] }
}

extension [(String, JSONValue)] {
    fileprivate var asObject: JSONObject { JSONObject(self) }
}
