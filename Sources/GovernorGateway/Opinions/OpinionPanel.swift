import GovernorCore
import GovernorInspect

/// The classifiers that are asked where the embedded one is unsure; at most one for each label.
struct OpinionPanel: Sendable {
    private let consultants: [TextLabel: Consultant]
    private let metrics: GatewayMetrics

    init(_ opinions: [SecondOpinion], timer: DeadlineTimer, metrics: GatewayMetrics) {
        consultants = Dictionary(
            opinions.map { ($0.label, Consultant($0, timer: timer)) }, uniquingKeysWith: { first, _ in first })
        self.metrics = metrics
    }

    /// Whether somebody is to be asked about a text before it can be decided about.
    func isNeeded(for inspection: Inspection) -> Bool { inspection.scores.contains { consultant(for: $0) != nil } }

    /// The inspection with what is said about its uncertain scores, each about the text that has it. All are asked at the same time.
    func heard(on inspection: Inspection, of texts: [SubjectText]) async -> Inspection {
        var inspection = inspection
        inspection.scores = await withTaskGroup(of: (Int, Opinion).self) { group in
            var scores = inspection.scores
            for (index, score) in scores.enumerated() {
                guard let consultant = consultant(for: score) else { continue }
                let text = String(decoding: texts[score.text].bytes, as: UTF8.self)
                group.addTask { (index, await consultant.opinion(on: text)) }
            }
            for await (index, opinion) in group {
                scores[index].opinion = opinion
                metrics.heard(opinion, of: scores[index].label)
            }
            return scores
        }
        return inspection
    }

    private func consultant(for score: LabelScore) -> Consultant? {
        consultants[score.label].flatMap { $0.opinion.band.contains(score.probability) ? $0 : nil }
    }
}
