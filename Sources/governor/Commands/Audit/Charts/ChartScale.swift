/// Maps values to lengths, with round values to label.
struct ChartScale {
    /// The values at both ends.
    let lower: Double
    let upper: Double
    /// The lengths at both ends.
    let start: Double
    let end: Double
    /// The values that are labelled.
    let ticks: [Double]

    /// Steps that people count in, as shares.
    private static let steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5]

    /// A scale of shares that holds all values, from one round value to another.
    ///
    /// - Parameters:
    ///   - values: What has to be on it; a scale of nothing is from 0 to 1.
    ///   - from: A value that has to be on it too, such as 0.
    ///   - most: The most labels there is room for; at least 3.
    init(covering values: [Double], from: Double? = nil, start: Double, end: Double, most: Int = 5) {
        let all = values + (from.map { [$0] } ?? [])
        let least = max(0, all.min() ?? 0)
        let greatest = min(1, max(all.max() ?? 1, least + 0.02))
        let step = Self.steps.first { Self.ticks(least, greatest, $0).count <= most } ?? 0.5
        let ticks = Self.ticks(least, greatest, step)
        (self.ticks, self.start, self.end) = (ticks, start, end)
        (lower, upper) = (ticks.first ?? 0, ticks.last ?? 1)
    }

    /// A scale of any numbers up to 10¹⁰⁰ that holds them all, from one round value to another.
    ///
    /// - Parameters:
    ///   - values: What has to be on it; a scale of nothing is from 0 to 1.
    ///   - from: A value that has to be on it too, such as 0.
    ///   - most: The most labels there is room for; at least 3.
    init(numbersCovering values: [Double], from: Double? = nil, start: Double, end: Double, most: Int = 5) {
        let all = values + (from.map { [$0] } ?? [])
        let (least, greatest) = (all.min() ?? 0, all.max() ?? 1)
        // Equal values are in the middle of a scale that is as wide as they are large; so are those that no step would tell apart.
        let reach = greatest - least > Self.leastRange ? 0 : max(abs(greatest) / 2, 0.5)
        let (low, high) = (least - reach, greatest + reach)
        let steps = Self.decades(upTo: high - low).flatMap { decade in Self.roundSteps.map { $0 * decade } }
        let step = steps.first { Self.ticks(low, high, $0).count <= most } ?? (high - low)
        let ticks = Self.ticks(low, high, step)
        (self.ticks, self.start, self.end) = (ticks, start, end)
        // A power of ten that was multiplied up may end just short of a value.
        (lower, upper) = (min(low, ticks.first ?? low), max(high, ticks.last ?? high))
    }

    private static let roundSteps = [1.0, 2, 2.5, 5]
    /// A hundredth of it, and its square, are numbers still.
    private static let leastRange = 1e-150

    /// Powers of ten, from a hundredth of a range to ten times it.
    private static func decades(upTo range: Double) -> [Double] {
        var decade = 1.0
        while decade > range { decade /= 10 }
        while decade * 10 <= range { decade *= 10 }
        return [decade / 100, decade / 10, decade, decade * 10]
    }

    /// The largest magnitude on it.
    var magnitude: Double { max(abs(lower), abs(upper)) }

    /// How many decimals tell labels apart that are multiplied by a factor; at most 6.
    func places(of factor: Double) -> Int {
        guard ticks.count > 1 else { return 0 }
        var (step, places) = ((ticks[1] - ticks[0]) * factor, 0)
        while places < 6, abs(step - step.rounded()) > 1e-6 * step { (step, places) = (step * 10, places + 1) }
        return places
    }

    /// The scale of all shares.
    init(sharesFrom start: Double, to end: Double, step: Double = 0.25) {
        self.init(covering: [0, 1], start: start, end: end, most: Int((1 / step).rounded()) + 1)
    }

    /// Where a value is drawn; beyond an end, at the end.
    func position(_ value: Double) -> Double {
        let share = (min(max(value, lower), upper) - lower) / (upper - lower)
        return start + share * (end - start)
    }

    /// Whether a value is on the scale.
    func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

    private static func ticks(_ least: Double, _ greatest: Double, _ step: Double) -> [Double] {
        // In whole steps, so that sums of fractions do not drift; the slack is for values that are round but for rounding.
        let first = Int((least / step + 1e-9).rounded(.down))
        let last = Int((greatest / step - 1e-9).rounded(.up))
        return (first...max(first + 1, last)).map { Double($0) * step }
    }
}
