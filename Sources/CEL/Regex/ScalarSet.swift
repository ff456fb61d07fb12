/// A set of Unicode scalar values: ranges, general categories, and the opposite of both.
///
/// The answer for ASCII is worked out once and kept in two words, so that most text is tested by a shift.
struct ScalarSet: Equatable, Sendable {
    /// Sorted, disjoint, not adjacent.
    private let ranges: [ClosedRange<UInt32>]
    /// One bit per general category (see ``GeneralCategories``).
    private let categories: UInt32
    /// Masks of categories; a scalar in none of a mask's is a member.
    private let absentCategories: [UInt32]
    private let isNegated: Bool
    /// Whether a scalar has the categories of all its case variants; ranges come closed under case.
    private let foldsCategories: Bool
    private var asciiLow: UInt64 = 0
    private var asciiHigh: UInt64 = 0

    /// Makes a set of what a class holds, or of everything else.
    init(_ members: ClassMembers, isNegated: Bool = false, folds: Bool = false) {
        ranges = Self.merged(members.ranges)
        categories = members.categories
        absentCategories = members.absentCategories
        self.isNegated = isNegated
        foldsCategories = folds
        for value in UInt32(0)..<64 where isNegated != isMember(value) { asciiLow |= 1 << UInt64(value) }
        for value in UInt32(64)..<128 where isNegated != isMember(value) { asciiHigh |= 1 << UInt64(value - 64) }
    }

    /// Whether a scalar value is in the set.
    @inline(__always)
    func contains(_ value: UInt32) -> Bool {
        if value < 64 { return asciiLow >> UInt64(value) & 1 == 1 }
        if value < 128 { return asciiHigh >> UInt64(value - 64) & 1 == 1 }
        return containsBeyondASCII(value)
    }

    /// Whether the set may hold a scalar value beyond ASCII; errs towards yes.
    var mayReachBeyondASCII: Bool {
        isNegated || categories != 0 || !absentCategories.isEmpty || ranges.contains { $0.upperBound >= 128 }
    }

    private func containsBeyondASCII(_ value: UInt32) -> Bool { isNegated != isMember(value) }

    private func isMember(_ value: UInt32) -> Bool {
        if Self.isMember(value, of: ranges) { return true }
        guard categories != 0 || !absentCategories.isEmpty else { return false }
        var own = GeneralCategories.mask(of: value)
        if foldsCategories {
            for variant in CaseFolding.variants(of: value) { own |= GeneralCategories.mask(of: variant) }
        }
        return own & categories != 0 || absentCategories.contains { own & $0 == 0 }
    }

    private static func isMember(_ value: UInt32, of ranges: [ClosedRange<UInt32>]) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].lowerBound <= value
    }

    /// Sorts ranges and joins those that touch.
    static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var result: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, range.lowerBound <= last.upperBound || range.lowerBound == last.upperBound + 1 {
                result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }

    /// What a list of ranges leaves out of 0 ... 10FFFF.
    static func complement(of ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var result: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in merged(ranges) {
            if range.lowerBound > next { result.append(next...(range.lowerBound - 1)) }
            next = range.upperBound + 1
        }
        if next <= 0x10ffff { result.append(next...0x10ffff) }
        return result
    }
}
