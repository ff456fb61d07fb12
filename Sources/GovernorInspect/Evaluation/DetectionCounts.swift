/// How often a detector was right: what it found and should have, found and should not have, and missed.
public struct DetectionCounts: Sendable, Hashable {
    /// Found, and there.
    public var truePositives = 0
    /// Found, and not there.
    public var falsePositives = 0
    /// There, and not found.
    public var falseNegatives = 0

    /// Nothing counted yet.
    public init() {}

    /// The part of what was found that is there; nil when nothing was found.
    public var precision: Double? { ratio(truePositives, of: truePositives + falsePositives) }

    /// The part of what is there that was found; nil when nothing is there.
    public var recall: Double? { ratio(truePositives, of: truePositives + falseNegatives) }

    /// The harmonic mean of precision and recall that weighs recall `beta` times as much; nil when there was nothing to
    /// find and nothing was found.
    ///
    /// - SeeAlso: van Rijsbergen, *Information Retrieval* (1979), chapter 7.
    public func fScore(beta: Double) -> Double? {
        let weight = beta * beta
        let hits = (1 + weight) * Double(truePositives)
        let all = hits + weight * Double(falseNegatives) + Double(falsePositives)
        return all > 0 ? hits / all : nil
    }

    /// The counts of two sets of texts together.
    public static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum.truePositives += right.truePositives
        sum.falsePositives += right.falsePositives
        sum.falseNegatives += right.falseNegatives
        return sum
    }

    private func ratio(_ part: Int, of whole: Int) -> Double? { whole > 0 ? Double(part) / Double(whole) : nil }
}
