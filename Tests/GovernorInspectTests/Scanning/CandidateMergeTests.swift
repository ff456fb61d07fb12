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

    @Test(arguments: [
        // Surer personal data, of the same bytes and within.
        ("password", 0..<20, 0.7, "iban", 0..<20, 0.9, ["iban", "password"]),
        ("password", 0..<20, 0.7, "iban", 4..<18, 0.8, ["iban", "password"]),
        // A surer secret.
        ("password", 0..<20, 0.7, "phone", 0..<20, 0.6, ["password", "phone"]),
        ("github_token", 0..<20, 0.95, "email", 4..<18, 0.9, ["github_token", "email"]),
        // A doubtful number in a token, and what is not reported.
        ("github_token", 0..<20, 0.95, "us_passport", 4..<13, 0.65, ["github_token"]),
        ("password", 0..<20, 0.7, "url", 0..<20, 0.6, ["password"]),
    ])
    func `of a secret and personal data in the same bytes the surer stays and names the other`(
        secret: String, secretSpan: Range<Int>, _ secretConfidence: Double, personal: String,
        personalSpan: Range<Int>, _ personalConfidence: Double, kinds: [String]
    ) {
        var merge = CandidateMerge()
        for (kind, span, confidence) in [
            (secret, secretSpan, secretConfidence), (personal, personalSpan, personalConfidence),
        ] {
            let match = SpanMatch(kind: kind, span: span, confidence: confidence, evidence: .format)
            merge.add(Candidate(match: match, span: span, recognizer: 0))
        }
        let settled = merge.settle(before: .max, except: ["url"])
        #expect(settled.count == 1 && settled.first.map { [$0.match.kind] + $0.match.otherKinds } == kinds)
    }

    @Test func `an account number is no secret because it looks drawn`() {
        let text = "wire it to GB82WEST12345698765432 today; password: GB82WEST12345698765432"
        let findings = SensitiveDataInspector().findings(in: Array(text.utf8))
        #expect(findings.map(\.kinds) == [["iban"], ["iban", "password"]])
    }

    @Test func `nothing is settled that a later candidate may change`() {
        var merge = CandidateMerge()
        merge.add(Self.candidate(0..<10, 0.5))
        #expect(merge.settle(before: 9).isEmpty)
        merge.add(Self.candidate(9..<12, 0.9))
        #expect(merge.settle(before: 12).map(\.span) == [9..<12])
    }
}
