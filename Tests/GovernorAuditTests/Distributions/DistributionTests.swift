import Testing

@testable import GovernorAudit

/// Special functions against SciPy 1.17 (`scipy.special`, `scipy.stats`).
struct DistributionTests {
    @Test(arguments: [
        (0.5, 0.5, 0.1, 0.20483276469913345), (2, 3, 0.4, 0.5247999999999999), (30, 70, 0.25, 0.1358149042834277),
        (1234, 98766, 0.0125, 0.6792739825863727), (500_000.5, 499_999.5, 0.501, 0.9771959041754009),
        (0.3, 800, 1e-4, 0.5127997877452004),
    ])
    func `the incomplete beta function`(a: Double, b: Double, x: Double, expected: Double) {
        #expect(isNear(BetaDistribution.cumulative(x, a: a, b: b), expected, 1e-10))
    }

    @Test(arguments: [
        (1.0, 10.0, 0.975, 0.3084971078187607), (0.5, 0.5, 0.025, 0.001541333133436012),
        (50, 51, 0.995, 0.6216025708659385), (1, 100_000, 0.0125, 1.2578781415731345e-07),
        (1e6, 2e6, 0.3, 0.33319058273526214),
    ])
    func `quantiles of the beta distribution`(a: Double, b: Double, p: Double, expected: Double) {
        #expect(isNear(BetaDistribution.quantile(p, a: a, b: b), expected, 1e-10))
    }

    @Test(arguments: [
        (1.0, 0.5, 0.7048327646991335), (3.7, 2.2, 0.09815039439052221), (20, 2.0859634472658364, 0.05),
        (29.4, -6.5, 3.8249437365490704e-07), (571.4, 0.01, 0.9920247776993334), (1e6, 4.5, 6.796110504953906e-06),
        (60, 25, 2.0142373057952548e-33),
    ])
    func `both tails of Student's distribution`(degrees: Double, t: Double, expected: Double) {
        #expect(isNear(StudentDistribution.twoSidedTail(t, degrees: degrees), expected, 1e-9))
        #expect(StudentDistribution.twoSidedTail(.infinity, degrees: degrees) == 0)
    }

    @Test(arguments: [
        (1.0, 0.05, 12.706204736174705), (3.7, 0.01, 4.869252253227829), (20, 0.05, 2.0859634472658652),
        (571.4, 0.001, 3.3076349376655036), (1e6, 0.05, 1.9599663568141072),
    ])
    func `critical values of Student's distribution`(degrees: Double, alpha: Double, expected: Double) {
        #expect(isNear(StudentDistribution.critical(alpha, degrees: degrees), expected, 1e-8))
    }

    @Test(arguments: [
        (0.5, 0.1, 0.6547208460185768), (0.5, 9, 2.2090496998585475e-05), (2.5, 2.5, 0.4158801869955079),
        (10, 30, 7.121750862815593e-06), (1, 571.4, 6.984463312835854e-249), (1000, 1010, 0.37232105526300524),
        (50_000, 50_400, 0.037082350495348346),
    ])
    func `the upper tail of the gamma distribution`(shape: Double, x: Double, expected: Double) {
        #expect(isNear(GammaDistribution.upperTail(x, shape: shape), expected, 1e-10))
    }

    @Test(arguments: [
        (1e-300, -37.0470962993612), (1e-10, -6.361340902404056), (0.001, -3.090232306167813),
        (0.025, -1.9599639845400545), (0.2, -0.8416212335729142), (0.5, 0), (0.8, 0.8416212335729143),
        (0.975, 1.959963984540054), (0.9999999, 5.199337582290661),
    ])
    func `quantiles of the normal distribution`(p: Double, expected: Double) {
        #expect(isNear(NormalDistribution.quantile(p), expected, 1e-14))
    }

    @Test func `draws without replacement`() {
        let few = HypergeometricDistribution.probability(3, drawn: 12, marked: 7, total: 20)
        let many = HypergeometricDistribution.probability(106, drawn: 549, marked: 2236, total: 6172)
        #expect(isNear(few, 0.19865841073271417, 1e-12))
        #expect(isNear(many, 8.184756431884727e-20, 1e-10))
        #expect(HypergeometricDistribution.probability(8, drawn: 12, marked: 7, total: 20) == 0)
    }

    @Test(arguments: [
        ([3, 10, 9, 12], 0.0835573095635015), ([0, 5, 5, 5], 0.007936507936507938),
        ([106, 549, 2130, 5623], 2.6082371679693757e-19), ([1, 2, 1, 2], 1.0),
    ])
    func `Fisher's exact test`(counts: [Int], expected: Double) {
        #expect(isNear(FisherExactTest.p(counts[0], of: counts[1], versus: counts[2], of: counts[3]), expected, 1e-9))
    }

    @Test func `Fisher's exact test of billions of rows`() {
        // Four failures fall on either half as coins do: all on one side with 2 ∕ 16.
        let half = 1 << 33
        #expect(isNear(FisherExactTest.p(half - 4, of: half, versus: half, of: half), 0.125, 1e-6))
    }
}
