/// How much there is to read of a value: bytes of texts, values of lists and maps with all they hold.
///
/// A list may hold one value many times, so that a short expression builds a value of astronomical extent from few
/// references (`[a, a]` of `[b, b]` of …). Whatever walks over a whole value therefore counts it first, and the count
/// ends where the budget does.
extension Budget {
    /// Spends the steps for reading a value `times` over.
    ///
    /// - Throws: ``EvaluationError`` as soon as what was counted exceeds the budget.
    mutating func charge(reading value: Value, times: Int = 1) throws(EvaluationError) {
        let affordable = remainingCost.multipliedReportingOverflow(by: UInt64(Self.sizePerStep))
        let all = affordable.overflow ? Int.max : Int(clamping: affordable.partialValue)
        var left = all
        guard value.count(downFrom: &left) else { throw .costLimitExceeded }
        let total = (all - left).multipliedReportingOverflow(by: times)
        guard !total.overflow else { throw .costLimitExceeded }
        try charge(size: total.partialValue)
    }
}

extension Value {
    /// Takes this value's extent from `left`; false as soon as more was wanted than there is.
    fileprivate func count(downFrom left: inout Int) -> Bool {
        left -= 1
        switch self {
        case .string(let text): left -= text.utf8.count
        case .bytes(let bytes): left -= bytes.count
        case .list(let elements):
            for element in elements { guard element.count(downFrom: &left) else { return false } }
        case .map(let map):
            for key in map.keys { guard key.count(downFrom: &left) else { return false } }
            for value in map.values { guard value.count(downFrom: &left) else { return false } }
        case .optional(let wrapped?): return wrapped.count(downFrom: &left)
        default: break
        }
        return left >= 0
    }
}
