import Foundation

/// The Swift file that holds the trained weights.
enum SecretModelTable {
    static func text(_ weights: [Double], threshold: Double) -> String {
        var rows = [""]
        for weight in weights {
            let number = String(format: " %.3f,", weight)
            if rows[rows.count - 1].count + number.count > 105 { rows.append("") }
            rows[rows.count - 1] += number
        }
        let table = rows.map { "           \($0)" }.joined(separator: "\n")
        return """
            extension SecretModel {
                /// The least probability of a finding: the smallest from 0.5 on, in steps of 0.05, at which models trained
                /// without one source find at most 0.05 in 1,000 lines of code they never saw.
                static let threshold = \(threshold)

                /// Trained by `governor-train secrets`; `docs/inspectors.md` says on what.
                static let trained = SecretModel(
                    weights: [
            \(table)
                    ])
            }
            """
    }
}
