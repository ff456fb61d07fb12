import GovernorCore

/// Findings that arrive in order, and others that stay only where none of them are.
struct FilledFindings: Sendable {
    private var findings: [Finding] = []
    private var fillers: [Finding] = []
    /// The end of the last finding that was released.
    private var end = 0

    /// Takes findings and fillers; each list goes on where it ended, in order and without overlaps.
    mutating func add(_ findings: [Finding], filledWith fillers: [Finding]) {
        self.findings += findings
        self.fillers += fillers
    }

    /// Where the first of them begins that is not released yet.
    var firstPending: Int? {
        [findings.first, fillers.first].compactMap { $0?.span.lowerBound }.min()
    }

    /// What stays of everything that ends before an offset, in order.
    ///
    /// - Parameter offset: Everything that begins before it has been added.
    mutating func release(before offset: Int) -> [Finding] {
        var released: [Finding] = []
        let ready = fillers.prefix { $0.span.upperBound <= offset }
        var next = 0
        for filler in ready {
            while next < findings.count, findings[next].span.upperBound <= filler.span.lowerBound {
                end = findings[next].span.upperBound
                released.append(findings[next])
                next += 1
            }
            let isFree = next == findings.count || findings[next].span.lowerBound >= filler.span.upperBound
            if isFree, filler.span.lowerBound >= end { released.append(filler) }
        }
        while next < findings.count, findings[next].span.upperBound <= offset {
            end = findings[next].span.upperBound
            released.append(findings[next])
            next += 1
        }
        findings.removeFirst(next)
        fillers.removeFirst(ready.count)
        return released
    }
}
