/// Fisher's exact test of two proportions, given all margins.
public enum FisherExactTest {
    /// Tables count as being as unlikely as the one at hand up to this factor, because equal ones may round apart.
    private static let tie = 1 + 1e-7

    /// The two-sided p-value: the probability of all tables with these margins that are no likelier than this one.
    ///
    /// - Parameters:
    ///   - first: Successes, in `0...firstTrials`.
    ///   - second: Successes, in `0...secondTrials`; both together are at most ``CountCube/maximumRows`` trials.
    public static func p(_ first: Int, of firstTrials: Int, versus second: Int, of secondTrials: Int) -> Double {
        precondition((0...firstTrials).contains(first) && (0...secondTrials).contains(second))
        let tables = Tables(drawn: firstTrials, marked: first + second, total: firstTrials + secondTrials)
        let observed = tables.probability(first)
        let limit = observed * tie
        // The tables of equal margins have one mode, so the likelier ones are neighbours.
        guard let (below, above) = tables.likelier(than: limit, near: first) else { return 1 }
        return min(1, tables.sum(from: below, step: -1) + tables.sum(from: above, step: 1))
    }

    /// All tables with given margins, by the count of their first cell.
    private struct Tables {
        let drawn: Int, marked: Int, total: Int

        var range: ClosedRange<Int> { max(0, drawn + marked - total)...min(drawn, marked) }

        func probability(_ x: Int) -> Double {
            HypergeometricDistribution.probability(x, drawn: drawn, marked: marked, total: total)
        }

        /// The tables next to all that are likelier than a limit; nil when none is.
        func likelier(than limit: Double, near x: Int) -> (below: Int, above: Int)? {
            // The product is beyond 64 bits for some billions of rows.
            let middle = Int(Int128(drawn + 1) * Int128(marked + 1) / Int128(total + 2))
            let mode = min(range.upperBound, max(range.lowerBound, middle))
            guard probability(mode) > limit else { return nil }
            var (outside, inside) = (range.lowerBound - 1, mode)
            while inside - outside > 1 {
                let middle = (inside + outside) / 2
                if probability(middle) > limit { inside = middle } else { outside = middle }
            }
            let below = outside
            (inside, outside) = (mode, range.upperBound + 1)
            while outside - inside > 1 {
                let middle = (inside + outside) / 2
                if probability(middle) > limit { inside = middle } else { outside = middle }
            }
            return (below, outside)
        }

        /// The probability of a table and all beyond it, by the ratio of neighbours.
        func sum(from x: Int, step: Int) -> Double {
            guard range.contains(x) else { return 0 }
            var (x, term) = (x, probability(x))
            var sum = term
            while range.contains(x + step), term > sum * 1e-18 {
                term *= step > 0 ? ratio(x) : 1 / ratio(x - 1)
                sum += term
                x += step
            }
            return sum
        }

        /// The probability of `x + 1` over that of `x`.
        private func ratio(_ x: Int) -> Double {
            Double(marked - x) * Double(drawn - x) / (Double(x + 1) * Double(total - marked - drawn + x + 1))
        }
    }
}
