import GovernorCore

/// A measured value with its interval at 95 %.
public struct Estimate: Sendable, Equatable {
    /// The value.
    public let value: Double
    /// Where the value lies with 95 % confidence; nil when there are too few texts to say.
    public let interval: ClosedRange<Double>?

    /// A part of a whole, with its score interval; nil when the whole is empty.
    ///
    /// - SeeAlso: Wilson, *Probable Inference, the Law of Succession, and Statistical Inference* (1927).
    public static func proportion(_ part: Int, of whole: Int) -> Estimate? {
        guard whole > 0 else { return nil }
        let (count, squared) = (Double(whole), quantile * quantile)
        let value = Double(part) / count
        let center = (value + squared / (2 * count)) / (1 + squared / count)
        let spread = value * (1 - value) / count + squared / (4 * count * count)
        let half = quantile / (1 + squared / count) * spread.squareRoot()
        return Estimate(value: value, interval: max(0, center - half)...min(1, center + half))
    }

    /// The F score of texts counted one by one; nil when there was nothing to find and nothing was found.
    ///
    /// Whole texts are drawn again, because what is found in one text is not independent. The draws are the same each time.
    ///
    /// - SeeAlso: Efron and Tibshirani, *An Introduction to the Bootstrap* (1993), chapter 13: the percentile interval.
    static func fScore(of texts: [DetectionCounts], beta: Double) -> Estimate? {
        guard let value = texts.reduce(DetectionCounts(), +).fScore(beta: beta) else { return nil }
        guard texts.count >= fewestTexts else { return Estimate(value: value, interval: nil) }
        var random = SeededGenerator(seed: 1)
        let scores = (0..<draws).map { _ in
            var sum = DetectionCounts()
            for _ in texts.indices { sum = sum + texts[Int(random.next(upperBound: UInt(texts.count)))] }
            // A draw without anything to find or found says nothing against the detector.
            return sum.fScore(beta: beta) ?? 1
        }.sorted()
        let (low, high) = (scores[draws / 40], scores[draws - 1 - draws / 40])
        return Estimate(value: value, interval: min(low, value)...max(high, value))
    }

    /// Of the standard normal distribution, for 95 %.
    static let quantile = 1.959_963_984_540_054
    /// Fewer texts are not drawn again: the interval would be too narrow.
    private static let fewestTexts = 10
    private static let draws = 400
}
