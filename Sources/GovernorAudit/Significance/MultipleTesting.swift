/// Corrections of p-values for how many were looked at.
///
/// An audit of twenty groups finds one at p < 0.05 by chance alone. An adjusted p-value is compared with the same level
/// as a single one would be.
public enum MultipleTesting: String, Sendable, CaseIterable {
    /// Multiplies by the number of tests.
    case bonferroni
    /// 1 − (1 − p)ᵐ (Šidák, 1967), for independent tests.
    case sidak
    /// Steps down with Bonferroni's factor (Holm, 1979): the default of an audit, without assumptions.
    case holm
    /// Steps down with Šidák's.
    case holmSidak = "holm_sidak"
    /// Steps up (Hochberg, 1988), for tests that do not depend on each other negatively.
    case hochberg
    /// Closes Simes' test (Hommel, 1988), under the same assumption.
    case hommel
    /// Bounds the share of false findings (Benjamini and Hochberg, 1995): for exploring.
    case benjaminiHochberg = "benjamini_hochberg"
    /// The same under any dependence (Benjamini and Yekutieli, 2001).
    case benjaminiYekutieli = "benjamini_yekutieli"

    /// The adjusted p-values, in the order of the given ones.
    ///
    /// - Parameter tests: How many tests there were, where p-values of 1 are not given; nil when all are.
    public func adjusted(_ p: [Double], of tests: Int? = nil) -> [Double] {
        let order = p.indices.sorted { p[$0] < p[$1] }
        let sorted = sortedAdjusted(order.map { p[$0] }, Double(tests ?? p.count))
        var adjusted = p
        for (rank, index) in order.enumerated() { adjusted[index] = min(1, sorted[rank]) }
        return adjusted
    }

    /// The level at which each of several independent intervals misses, so that any of them does with `alpha` (Šidák, 1967).
    public static func sidakLevel(_ alpha: Double, tests: Double) -> Double { sidak(alpha, 1 / tests) }

    private func sortedAdjusted(_ p: [Double], _ count: Double) -> [Double] {
        // How many p-values are not smaller.
        let rest = p.indices.map { count - Double($0) }
        switch self {
        case .bonferroni: return p.map { $0 * count }
        case .sidak: return p.map { Self.sidak($0, count) }
        case .holm: return Self.rising(zip(p, rest).map { $0 * $1 })
        case .holmSidak: return Self.rising(zip(p, rest).map(Self.sidak))
        case .hochberg: return Self.falling(zip(p, rest).map { $0 * $1 })
        case .hommel: return Self.hommel(p + [Double](repeating: 1, count: Int(count) - p.count))
        case .benjaminiHochberg: return Self.falling(zip(p, rest).map { $0 * count / (count - $1 + 1) })
        case .benjaminiYekutieli:
            let harmonic = (1...max(1, Int(count))).reduce(0) { $0 + 1 / Double($1) }
            return Self.falling(zip(p, rest).map { $0 * count * harmonic / (count - $1 + 1) })
        }
    }

    /// 1 − (1 − p)ᵐ, without loss for small p.
    private static func sidak(_ p: Double, _ count: Double) -> Double { -.expMinusOne(count * .log(onePlus: -p)) }

    private static func rising(_ values: [Double]) -> [Double] {
        var largest = 0.0
        return values.map { value in
            largest = max(largest, value)
            return largest
        }
    }

    private static func falling(_ values: [Double]) -> [Double] {
        var least = Double.infinity
        return values.reversed().map { value in
            least = min(least, value)
            return least
        }.reversed()
    }

    /// Wright's algorithm (1992): for every size of an intersection, what Simes' test would say of the smallest p-values in it.
    private static func hommel(_ p: [Double]) -> [Double] {
        let count = p.count
        var adjusted = p
        for size in stride(from: count, to: 1, by: -1) {
            let largest = (count - size + 1)..<count
            let bound = largest.reduce(Double.infinity) { least, index in
                min(least, Double(size) * p[index] / Double(index - (count - size) + 1))
            }
            for index in largest { adjusted[index] = max(adjusted[index], bound) }
            for index in 0...(count - size) {
                adjusted[index] = max(adjusted[index], min(bound, Double(size) * p[index]))
            }
        }
        return adjusted
    }
}
