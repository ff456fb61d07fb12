import Foundation

/// Recall, false positives and F1 over texts, with Wilson intervals of 95 %.
struct Quality {
    private let positives: Int
    private let negatives: Int
    private let found: Int
    private let wrong: Int

    init(_ scored: [(score: Double, text: SeenText)], _ threshold: Double) {
        let (secret, plain) = (scored.filter(\.text.label.holdsSecret), scored.filter { !$0.text.label.holdsSecret })
        (positives, negatives) = (secret.count, plain.count)
        found = secret.filter { $0.score >= threshold }.count
        wrong = plain.filter { $0.score >= threshold }.count
    }

    var text: String {
        let f1 = 2 * Double(found) / Double(max(1, positives + found + wrong))
        return "recall \(Self.share(found, positives)), false positives \(Self.share(wrong, negatives)), "
            + "F1 \(positives > 0 ? String(format: "%.3f", f1) : "-")"
    }

    /// A share with its Wilson score interval.
    private static func share(_ count: Int, _ total: Int) -> String {
        guard total > 0 else { return "-" }
        let (z, n, p) = (1.96, Double(total), Double(count) / Double(total))
        let center = (p + z * z / (2 * n)) / (1 + z * z / n)
        let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot() / (1 + z * z / n)
        return String(format: "%.3f [%.3f, %.3f] of %d", p, center - half, center + half, total)
    }
}
