import GovernorCore
import Testing

@testable import GovernorInspect

struct CandidateMergeTests {
    private static func candidate(_ span: Range<Int>, _ confidence: Double, _ recognizer: Int = 0) -> Candidate {
        let match = SpanMatch(kind: "k", span: span, confidence: confidence, evidence: .format)
        return Candidate(match: match, span: span, recognizer: recognizer)
    }

    private static func settled(_ candidates: [Candidate]) -> [Range<Int>] {
        var merge = CandidateMerge()
        candidates.forEach { merge.add($0) }
        return merge.settle(before: .max).map(\.span)
    }

    @Test func `of two that overlap the surer one stays, then the longer, then the earlier recognizer`() {
        #expect(Self.settled([Self.candidate(0..<9, 0.5), Self.candidate(3..<5, 0.9)]) == [3..<5])
        #expect(Self.settled([Self.candidate(0..<9, 0.5), Self.candidate(3..<5, 0.5)]) == [0..<9])
        #expect(Self.settled([Self.candidate(0..<4, 0.5, 1), Self.candidate(2..<6, 0.5, 0)]) == [2..<6])
    }

    @Test func `what loses to a loser stays`() {
        let chain = [Self.candidate(0..<4, 0.5), Self.candidate(3..<7, 0.6), Self.candidate(6..<9, 0.7)]
        #expect(Self.settled(chain) == [0..<4, 6..<9])
        #expect(Self.settled(chain.reversed()) == [0..<4, 6..<9])
    }

    @Test func `an endless chain is settled a bounded way behind`() {
        var merge = CandidateMerge()
        var settled: [Range<Int>] = []
        for start in stride(from: 0, to: 10_000, by: 2) {
            merge.add(Self.candidate(start..<start + 3, 0.5))
            settled += merge.settle(before: start).map(\.span)
            #expect(start - (merge.firstPending ?? start) <= CandidateMerge.longestGroup + 2)
        }
        settled += merge.settle(before: .max).map(\.span)
        #expect(zip(settled, settled.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
        #expect(settled.count > 2400)
    }

    @Test func `nothing is settled that a later candidate may change`() {
        var merge = CandidateMerge()
        merge.add(Self.candidate(0..<10, 0.5))
        #expect(merge.settle(before: 9).isEmpty)
        merge.add(Self.candidate(9..<12, 0.9))
        #expect(merge.settle(before: 12).map(\.span) == [9..<12])
    }
}
