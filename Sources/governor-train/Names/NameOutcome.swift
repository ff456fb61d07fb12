import Foundation
import GovernorInspect

/// A name found in a text that the model had not seen, and whether it was right.
struct NameOutcome {
    let kind: NameKind
    let probability: Float
    let isRight: Bool

    /// How often findings were right, by their confidence.
    static func reliability(_ outcomes: [NameOutcome]) -> [String] {
        var lines = ["# confidence, calibrated on these outcomes | kind | found | mean confidence | right"]
        for kind in NameKind.allCases {
            let own = outcomes.filter { $0.kind == kind }
            let calibration = NameCalibration(fitting: own)
            let scored = own.map { (calibration.confidence($0.probability), $0.isRight) }
            for low in stride(from: Float(0), to: 1, by: 0.2) {
                let bin = scored.filter { $0.0 >= low && $0.0 < low + 0.2 }
                guard !bin.isEmpty else { continue }
                let mean = bin.reduce(0) { $0 + $1.0 } / Float(bin.count)
                let right = Float(bin.count { $0.1 }) / Float(bin.count)
                lines.append(
                    String(format: "%.1f-%.1f | ", low, low + 0.2) + kind.finding
                        + String(format: " | %d | %.3f | %.3f", bin.count, mean, right))
            }
        }
        return lines
    }
}

extension NameCalibration {
    /// Fits a logistic curve to outcomes by gradient ascent; the identity when there are none.
    init(fitting outcomes: [NameOutcome]) {
        self.init()
        guard !outcomes.isEmpty else { return }
        let logits = outcomes.map { outcome in
            let bounded = min(max(Double(outcome.probability), 1e-4), 1 - 1e-4)
            return (log(bounded / (1 - bounded)), outcome.isRight ? 1.0 : 0.0)
        }
        var (slope, shift) = (1.0, 0.0)
        for _ in 0..<2000 {
            var (first, second) = (0.0, 0.0)
            for (logit, target) in logits {
                let error = target - 1 / (1 + exp(-slope * logit - shift))
                first += error * logit
                second += error
            }
            slope += 0.1 * first / Double(logits.count)
            shift += 0.3 * second / Double(logits.count)
        }
        self.init(slope: Float(slope), shift: Float(shift))
    }
}
