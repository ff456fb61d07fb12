import GovernorAudit
import GovernorCore

/// Intervals and tests of proportions.
enum IntervalCases {
    static func proportion(_ test: AuditCase, _ findings: inout Findings) throws {
        let (successes, trials, alpha) = (try test.number("x"), try test.number("n"), try test.number("alpha"))
        // Wald's interval ("normal") is given for comparison; there is none here.
        let names: [(String, ProportionInterval)] = [
            ("wilson", .wilson), ("wilson_cc", .wilsonContinuity), ("beta", .clopperPearson),
            ("agresti_coull", .agrestiCoull), ("jeffreys", .jeffreys),
        ]
        for (name, method) in names {
            findings.check(
                name, method.interval(successes: successes, of: trials, alpha: alpha), test.expected[name])
        }
    }

    static func twoProportions(_ test: AuditCase, _ findings: inout Findings) throws {
        let (x1, n1) = (try test.number("count1"), try test.number("nobs1"))
        let (x2, n2) = (try test.number("count2"), try test.number("nobs2"))
        let alpha = try test.number("alpha")
        guard let pair = TwoProportions(x1, of: n1, versus: x2, of: n2) else { throw CaseProblem.unreadable("nobs") }
        let expected = test.expected
        findings.check("diff.newcomb", pair.difference(.newcombe, alpha: alpha), expected["diff.newcomb"])
        findings.check(
            "diff.agresti-caffo", pair.difference(.agrestiCaffo, alpha: alpha), expected["diff.agresti-caffo"])
        findings.check("ratio.log", pair.ratio(.katz, alpha: alpha), expected["ratio.log"])
        findings.check("ratio.log-adjusted", pair.ratio(.adjustedKatz, alpha: alpha), expected["ratio.log-adjusted"])
        findings.check("odds-ratio.logit", pair.oddsRatio(.logit, alpha: alpha), expected["odds-ratio.logit"])
        findings.check(
            "odds-ratio.logit-adjusted", pair.oddsRatio(.adjustedLogit, alpha: alpha),
            expected["odds-ratio.logit-adjusted"])
        checkScores(pair, alpha, expected, &findings)
        findings.check("ztest.z", pair.pooledTest?.statistic, expected["ztest_pooled"]?["z"])
        findings.check("ztest.p", pair.pooledTest?.p, expected["ztest_pooled"]?["p"])
        findings.check(
            "fisher", FisherExactTest.p(Int(x1), of: Int(n1), versus: Int(x2), of: Int(n2)), expected["fisher_exact_p"])
        let table = ContingencyTable([[x1, n1 - x1], [x2, n2 - x2]])
        let tests: [(String, TestResult?)] = [
            ("chi2", table.chiSquared()), ("chi2_yates", table.chiSquared(isCorrected: true)),
            ("g_test", table.likelihoodRatio),
        ]
        for (name, result) in tests {
            findings.check("\(name).stat", result?.statistic, expected[name]?["stat"])
            findings.check("\(name).p", result?.p, expected[name]?["p"])
        }
    }

    /// Limits from the score test, where the library has them right (`Tests/Fixtures/audit/README.md` says where it has not).
    private static func checkScores(
        _ pair: TwoProportions, _ alpha: Double, _ expected: JSONValue, _ findings: inout Findings
    ) {
        if expected["odds-ratio.score"]?.isNull == false {
            findings.check("odds-ratio.score", pair.oddsRatio(.score, alpha: alpha), expected["odds-ratio.score"])
            findings.check("ratio.score", pair.ratio(.score, alpha: alpha), expected["ratio.score"])
        }
    }

    static func multinomial(_ test: AuditCase, _ findings: inout Findings) throws {
        let counts = test.parameters["counts"]?.array?.compactMap { $0.number?.integer.map(Int.init) } ?? []
        let method: MultinomialInterval = test.id.hasSuffix("sison-glaz") ? .sisonGlaz : .goodman
        guard let intervals = method.intervals(counts, alpha: try test.number("alpha")) else {
            throw CaseProblem.unreadable("counts")
        }
        let expected = test.expected["ci"]?.array ?? []
        findings.require("\(expected.count) intervals expected", expected.count == intervals.count)
        for (index, interval) in intervals.enumerated() where index < expected.count {
            findings.check("ci[\(index)]", interval, expected[index])
        }
    }

    static func multipleTesting(_ test: AuditCase, _ findings: inout Findings) throws {
        guard let p = test.input["p"]?.array?.compactMap({ $0.number?.doubleValue }) else {
            throw CaseProblem.unreadable("p")
        }
        check(adjusted: p, test.expected, &findings)
    }

    /// Compares p-values adjusted by every method.
    static func check(adjusted p: [Double], _ expected: JSONValue?, _ findings: inout Findings) {
        let names: [(String, MultipleTesting)] = [
            ("bonferroni", .bonferroni), ("sidak", .sidak), ("holm", .holm), ("holm-sidak", .holmSidak),
            ("simes-hochberg", .hochberg), ("hommel", .hommel), ("fdr_bh", .benjaminiHochberg),
            ("fdr_by", .benjaminiYekutieli),
        ]
        for (name, method) in names { findings.check(name, method.adjusted(p), expected?[name]) }
    }
}
