/// The inner edges of bins, set on reference data and then kept: values below the first are in the first bin, values from
/// the last on in the last.
///
/// Edges that moved with the current data, as some tools set them, would make one week's index incomparable with the next's.
public struct FrozenEdges: Sendable, Equatable {
    /// The inner edges, ascending; one less than there are bins.
    public let inner: [Double]

    /// Edges at the quantiles of the reference that cut it into equally large parts, at least one; equal ones count once.
    public init(quantilesOf reference: ValueRuns, bins: Int) {
        precondition(bins > 0)
        var edges: [Double] = []
        for step in 0...bins {
            guard let edge = reference.quantile(Double(step) * (1 / Double(bins))) else { break }
            if edges.last.map({ $0 < edge }) ?? true { edges.append(edge) }
        }
        inner = Array(edges.dropFirst().dropLast())
    }

    /// Edges that cut the range of the reference into parts of equal width, at least one.
    public init(widthOf reference: ValueRuns, bins: Int) {
        precondition(bins > 0)
        guard let low = reference.quantile(0), let high = reference.quantile(1), low < high else {
            inner = []
            return
        }
        let width = (high - low) / Double(bins)
        inner = (1..<bins).map { low + Double($0) * width }
    }

    /// How many values are in each bin, which its lower edge belongs to.
    public func counts(of values: ValueRuns) -> [Double] {
        var counts = [Double](repeating: 0, count: inner.count + 1)
        var bin = 0
        for (value, count) in values.valuesAndCounts {
            while bin < inner.count, value >= inner[bin] { bin += 1 }
            counts[bin] += Double(count)
        }
        return counts
    }
}

extension ValueRuns {
    /// The value below which a share of the values lies, interpolated (Hyndman and Fan, 1996, type 7); nil without values.
    ///
    /// - Parameter share: In `0...1`.
    public func quantile(_ share: Double) -> Double? {
        precondition((0...1).contains(share))
        guard total > 0 else { return nil }
        let position = share * Double(total - 1)
        let below = min(Int(position), total - 1)
        let (left, right) = (value(atRank: below), value(atRank: min(below + 1, total - 1)))
        let part = position - Double(below)
        // From the nearer end, so that the larger part of the way is not rounded.
        return part < 0.5 ? left + (right - left) * part : right - (right - left) * (1 - part)
    }

    private func value(atRank rank: Int) -> Double {
        var passed = 0
        for run in runs {
            passed += run.count
            if rank < passed { return value(of: run) }
        }
        return .nan
    }
}

extension FrozenEdges {
    /// Edges at the quantiles, with a bin of its own for every value that is a bin's worth of the reference or more.
    ///
    /// Where most values are equal, as zeros often are, quantiles alone leave one bin, and an index that is 0 whatever happens.
    ///
    /// - Parameter bins: How many parts the reference is cut into where values differ.
    public init(isolatingTiesOf reference: ValueRuns, bins: Int) {
        var edges = Set(FrozenEdges(quantilesOf: reference, bins: bins).inner)
        for run in reference.runs where run.count * bins >= reference.total {
            edges.formUnion([reference.edge(of: run), reference.upperEdge(of: run)])
        }
        // Nothing of the reference is below its least value, nor from beyond its largest one on.
        let least = reference.runs.first.map { reference.edge(of: $0) } ?? 0
        let largest = reference.valuesAndCounts.last?.value ?? 0
        inner = edges.filter { $0 > least && $0 <= largest }.sorted()
    }
}
