import GovernorCore
import GovernorPolicy

/// What the recorded evidence says about each model now: the latest value of every metric, with its source.
///
/// A pure fold over facts. Each carries its log index and the highest one wins, so facts may be applied in any order
/// and more than once. It is rebuilt from the ledger at start and holds nothing that the ledger does not.
struct RiskProjection: Sendable {
    /// The latest statement about one metric.
    struct Reading: Sendable, Equatable {
        /// The value; nil when the evidence names the metric and says `null`.
        let value: ExactDecimal?
        let source: Source
    }

    /// Which fact says so.
    struct Source: Sendable, Equatable {
        let fact: UUIDv7
        let index: UInt64
        let time: Timestamp
    }

    /// What is known about one model.
    struct Model: Sendable {
        /// The log index of the latest fact about it.
        fileprivate(set) var latestIndex: UInt64 = 0
        /// Whether older facts about it may have been forgotten.
        let isPartial: Bool
        fileprivate(set) var readings: [MetricName: Reading] = [:]
        /// The EU AI Act tier that the evidence states.
        fileprivate(set) var tier: (name: String, source: Source)?
        /// The hash of the latest submitted evidence.
        fileprivate(set) var evidenceHash: (text: String, source: Source)?
        /// The stream of the latest fact: the system.
        fileprivate(set) var system: (name: StreamName, source: Source)?
    }

    /// The models, and the most metrics of one model, that are kept: what callers can make the service remember.
    static let modelLimit = 10_000
    static let metricLimit = 256
    /// How many models beyond the limit may gather before those with the oldest facts are forgotten: so many at once that
    /// sorting them costs each fact next to nothing.
    static let modelSlack = 1_000
    /// The longest name of a model, in bytes; what a longer one says is not kept.
    static let nameLimit = 256

    private var models: [ExactString: Model] = [:]
    private var latest: [MetricName: Reading] = [:]
    private let watched: Set<MetricName>
    /// Up to which log index models have been forgotten, because there were too many; nil while none has.
    private var forgotten: UInt64?

    /// Whether models have been forgotten.
    var isIncomplete: Bool { forgotten != nil }

    /// Creates the projection of an empty ledger.
    ///
    /// - Parameter watched: The metrics that ``latest(of:)`` can be asked for.
    init(watching watched: Set<MetricName> = []) { self.watched = watched }

    /// The types of facts that the projection is made of, as prefixes.
    static let typePrefixes = ["evidence.", "gate."]

    /// What is known about a model, by its version or by the name of its system.
    func model(_ name: String) -> Model? { models[ExactString(name)] }

    /// The latest reading of any of the metrics, whatever the model.
    func latest(of names: [MetricName]) -> Reading? {
        names.compactMap { latest[$0] }.max { $0.source.index < $1.source.index }
    }

    /// Whether anything that is known comes from one of some facts.
    func rests(on isAmong: (UUIDv7) -> Bool) -> Bool {
        latest.values.contains { isAmong($0.source.fact) } || models.values.contains { $0.rests(on: isAmong) }
    }

    /// Takes one fact in.
    mutating func apply(_ fact: ProjectedFact) {
        guard let statement = EvidenceStatement(fact) else { return }
        let source = Source(fact: fact.id, index: fact.index, time: fact.time)
        for (name, value) in statement.metrics where watched.contains(name) {
            Self.keep(Reading(value: value, source: source), of: name, in: &latest)
        }
        // A gate run names no model version of its own; it is then about the system whose stream it is in.
        for name in [statement.model, fact.stream.text].compactMap({ $0 }) where name.utf8.count <= Self.nameLimit {
            let name = ExactString(name)
            // What would be forgotten first is not taken up again, so that the order of facts makes no difference.
            if models[name] == nil, let forgotten, fact.index <= forgotten { continue }
            let new = Model(isPartial: isIncomplete)
            models[name, default: new].take(statement, stream: fact.stream, from: source)
        }
        if models.count > Self.modelLimit + Self.modelSlack { forgetOldest() }
    }

    /// Keeps the models with the latest facts.
    private mutating func forgetOldest() {
        let oldest = models.map { (index: $0.value.latestIndex, name: $0.key) }.sorted { $0.index < $1.index }
            .prefix(models.count - Self.modelLimit)
        for model in oldest { models[model.name] = nil }
        forgotten = oldest.last.map(\.index) ?? forgotten
    }

    fileprivate static func keep(
        _ reading: Reading, of name: MetricName, in readings: inout [MetricName: Reading]
    ) {
        if let known = readings[name] {
            guard known.source.index <= reading.source.index else { return }
        } else if readings.count >= metricLimit {
            return
        }
        readings[name] = reading
    }
}

extension RiskProjection.Model {
    fileprivate func rests(on isAmong: (UUIDv7) -> Bool) -> Bool {
        let single = [tier?.source, evidenceHash?.source, system?.source].compactMap { $0 }
        return (readings.values.map(\.source) + single).contains { isAmong($0.fact) }
    }

    fileprivate mutating func take(
        _ statement: EvidenceStatement, stream: StreamName, from source: RiskProjection.Source
    ) {
        latestIndex = max(latestIndex, source.index)
        for (name, value) in statement.metrics {
            RiskProjection.keep(RiskProjection.Reading(value: value, source: source), of: name, in: &readings)
        }
        if let name = statement.tier, tier.map({ $0.source.index <= source.index }) ?? true { tier = (name, source) }
        if let text = statement.evidenceHash, evidenceHash.map({ $0.source.index <= source.index }) ?? true {
            evidenceHash = (text, source)
        }
        if system.map({ $0.source.index <= source.index }) ?? true { system = (stream, source) }
    }
}
