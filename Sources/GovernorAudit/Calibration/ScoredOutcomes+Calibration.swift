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

    /// Logistic regression of labels on the log odds of scores (Cox, 1958); nil where there is no unique one.
    public var calibrationLine: LogitLine? {
        guard hasBoth, entries.count > 1 else { return nil }
        var (intercept, slope) = (0.0, 1.0)
        for _ in 0..<100 {
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
            let (d0, d1) = ((h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant)
            intercept += d0
            slope += d1
            if abs(d0) + abs(d1) < 1e-13 { return LogitLine(intercept: intercept, slope: slope) }
        }
        return nil
    }

    /// The intercept of that line when its slope is held at 1: whether scores are too low (positive) or too high over all.
    public var calibrationInTheLarge: Double? {
        guard hasBoth else { return nil }
        var intercept = 0.0
        for _ in 0..<100 {
            var (gradient, curvature) = (0.0, 0.0)
            for entry in entries {
                let p = 1 / (1 + Double.exp(-intercept - Self.logit(entry.score)))
                gradient += entry.positives - entry.rows * p
                curvature += entry.rows * p * (1 - p)
            }
            guard curvature > 0 else { return nil }
            intercept += gradient / curvature
            if abs(gradient / curvature) < 1e-14 { return intercept }
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
