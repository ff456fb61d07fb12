/// Positions covered by intervals, counted once however often they are covered.
struct IntervalSet {
    /// Disjoint, not touching, ascending.
    private(set) var intervals: [Range<Int>] = []

    /// How many positions are covered.
    private(set) var length = 0

    mutating func insert(_ interval: Range<Int>) {
        guard !interval.isEmpty else { return }
        let first = firstIndex(endingAtOrAfter: interval.lowerBound)
        var merged = interval
        var last = first
        while last < intervals.count, intervals[last].lowerBound <= interval.upperBound {
            merged =
                min(
                    merged.lowerBound, intervals[last].lowerBound)..<max(
                    merged.upperBound, intervals[last].upperBound)
            length -= intervals[last].count
            last += 1
        }
        intervals.replaceSubrange(first..<last, with: CollectionOfOne(merged))
        length += merged.count
    }

    private func firstIndex(endingAtOrAfter position: Int) -> Int {
        var low = 0
        var high = intervals.count
        while low < high {
            let middle = (low + high) / 2
            if intervals[middle].upperBound < position { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
