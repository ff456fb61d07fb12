// Whether scores are probabilities.
extension ScoredOutcomes {
    /// The line that leads from what scores promise to what came true, on the scale of log odds.
    public struct LogitLine: Sendable, Equatable {
        /// 0 for calibrated scores.
        public let intercept: Double
        /// 1 for calibrated scores; below, they are too extreme.
        public let slope: Double
    }

    /// The mean of (score − label)², 0 at best; nil without rows.
    public var brierScore: Double? {
        rows > 0
            ? entries.reduce(0) { sum, entry in
                let (p, q) = (entry.score, 1 - entry.score)
                return sum + entry.negatives * p * p + entry.positives * q * q
            } / rows : nil
    }

    /// Logistic regression of labels on the log odds of scores (Cox, 1958); nil where there is no unique one: where rows of one
    /// label have no scores, all scores are equal, or a score tells the labels apart.
    public var calibrationLine: LogitLine? {
        guard hasBoth, isMixed else { return nil }
        // From level, where no weight vanishes, steps that do not raise the likelihood are halved: it is concave.
        var line = (intercept: Double.log(positives / negatives), slope: 0.0)
        var likelihood = logLikelihood(line.intercept, line.slope)
        for _ in 0..<200 {
            guard let step = step(line.intercept, line.slope) else { break }
            var (scale, next, found) = (1.0, line, -Double.infinity)
            repeat {
                next = (line.intercept + scale * step.intercept, line.slope + scale * step.slope)
                found = logLikelihood(next.intercept, next.slope)
                scale /= 2
            } while !(found >= likelihood) && scale > 1e-12
            guard found >= likelihood else { break }
            let change = max(
                abs(next.intercept - line.intercept) / max(1, abs(line.intercept)),
                abs(next.slope - line.slope) / max(1, abs(line.slope)))
            (line, likelihood) = (next, found)
            if change < 1e-13 { break }
        }
        return LogitLine(intercept: line.intercept, slope: line.slope)
    }

    /// Whether no score has all rows of one label on its one side, and those of the other on the other: then the likelihood of a line has
    /// one maximum, and else none (Albert and Anderson, 1984).
    private var isMixed: Bool {
        let negative = entries.filter { $0.negatives > 0 }.map { Self.logit($0.score) }
        let positive = entries.filter { $0.positives > 0 }.map { Self.logit($0.score) }
        guard let lowNegative = negative.first, let highNegative = negative.last, let lowPositive = positive.first,
            let highPositive = positive.last
        else { return false }
        return highNegative > lowPositive && highPositive > lowNegative
    }

    private func logLikelihood(_ intercept: Double, _ slope: Double) -> Double {
        // ln(1 + eˣ) without overflow.
        let softened = { (x: Double) in max(x, 0) + Double.log(onePlus: .exp(-abs(x))) }
        return entries.reduce(0) { sum, entry in
            let odds = intercept + slope * Self.logit(entry.score)
            return sum - entry.positives * softened(-odds) - entry.negatives * softened(odds)
        }
    }

    /// Newton's step towards the maximum; nil where the curvature vanishes.
    private func step(_ intercept: Double, _ slope: Double) -> (intercept: Double, slope: Double)? {
        var (g0, g1, h00, h01, h11) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for entry in entries {
            let x = Self.logit(entry.score)
            let p = 1 / (1 + Double.exp(-intercept - slope * x))
            let weight = entry.rows * p * (1 - p)
            let residual = entry.positives - entry.rows * p
            g0 += residual
            g1 += residual * x
            h00 += weight
            h01 += weight * x
            h11 += weight * x * x
        }
        let determinant = h00 * h11 - h01 * h01
        guard determinant > 0, determinant.isFinite else { return nil }
        return ((h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant)
    }

    /// The intercept of that line when its slope is held at 1: whether scores are too low (positive) or too high over all; nil unless
    /// rows of both labels have scores.
    public var calibrationInTheLarge: Double? {
        guard hasBoth, let first = entries.first, let last = entries.last else { return nil }
        // The share of positive rows lies between those of the lowest and of the highest score.
        let odds = Double.log(positives / negatives)
        var (low, high) = (odds - Self.logit(last.score), odds - Self.logit(first.score))
        var intercept = low + (high - low) / 2
        for _ in 0..<200 where low < high {
            var (gradient, curvature) = (0.0, 0.0)
            for entry in entries {
                let p = 1 / (1 + Double.exp(-intercept - Self.logit(entry.score)))
                gradient += entry.positives - entry.rows * p
                curvature += entry.rows * p * (1 - p)
            }
            if gradient > 0 { low = intercept } else { high = intercept }
            // Newton's step where it stays between the limits, and half of what is between them where not.
            var next = curvature > 0 ? intercept + gradient / curvature : .infinity
            if !(low < next && next < high) { next = low + (high - low) / 2 }
            guard abs(next - intercept) > 1e-14 * max(1, abs(intercept)) else { return next }
            intercept = next
        }
        return intercept
    }

    /// Spiegelhalter's z (1986): standard normal for calibrated scores; nil where all scores are 0, ½ or 1.
    public var spiegelhalterZ: Double? {
        var (sum, variance) = (0.0, 0.0)
        for entry in entries {
            let lean = 1 - 2 * entry.score
            sum += lean * (entry.positives - entry.rows * entry.score)
            variance += entry.rows * lean * lean * entry.score * (1 - entry.score)
        }
        return variance > 0 ? sum / variance.squareRoot() : nil
    }

    /// Scores of 0 and 1 have no log odds; they are moved by as much as ``LogLoss`` moves them.
    private static func logit(_ score: Double) -> Double {
        let p = min(max(score, LogLoss.clip), 1 - LogLoss.clip)
        return .log(p / (1 - p))
    }
}
