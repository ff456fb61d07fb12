/// Counts, per entity, which labelled spans a detector found.
public struct SpanEvaluation: Sendable {
    /// When a found span counts as the labelled one.
    public enum Agreement: String, Sendable, CaseIterable {
        /// Both ends are equal.
        case exact
        /// They share at least a byte.
        case overlapping
    }

    /// A span with the name of its entity.
    public struct Labelled: Sendable, Hashable {
        /// Such as `EMAIL_ADDRESS`.
        public let entity: String
        /// Half-open offsets, in one unit for all.
        public let span: Range<Int>

        /// Creates a labelled span.
        public init(entity: String, span: Range<Int>) {
            self.entity = entity
            self.span = span
        }
    }

    /// When a found span counts.
    public let agreement: Agreement
    /// The counts of each entity that was there or was found.
    public private(set) var counts: [String: DetectionCounts] = [:]

    /// Nothing counted yet.
    public init(_ agreement: Agreement) { self.agreement = agreement }

    /// All entities together.
    public var total: DetectionCounts { counts.values.reduce(DetectionCounts(), +) }

    /// Counts one text. Each span agrees with at most one other, of the same entity.
    public mutating func add(found: [Labelled], expected: [Labelled]) {
        var open = expected
        for span in found {
            if let index = open.firstIndex(where: { agrees(span, $0) }) {
                open.remove(at: index)
                counts[span.entity, default: DetectionCounts()].truePositives += 1
            } else {
                counts[span.entity, default: DetectionCounts()].falsePositives += 1
            }
        }
        for span in open { counts[span.entity, default: DetectionCounts()].falseNegatives += 1 }
    }

    private func agrees(_ found: Labelled, _ expected: Labelled) -> Bool {
        guard found.entity == expected.entity else { return false }
        return agreement == .exact ? found.span == expected.span : found.span.overlaps(expected.span)
    }
}
