/// Means of a quantity over two independent sets of rows that are compared: the first minus the second.
struct TwoMeans: Sendable, Equatable {
    private let first: MeanEstimate
    private let second: MeanEstimate
    private let firstMean: Double
    private let secondMean: Double

    /// Creates a comparison; nil unless both have two rows.
    init?(_ first: MeanEstimate, versus second: MeanEstimate) {
        guard first.rows >= 2, second.rows >= 2, let firstMean = first.value, let secondMean = second.value else {
            return nil
        }
        (self.first, self.second, self.firstMean, self.secondMean) = (first, second, firstMean, secondMean)
    }

    /// The first mean minus the second.
    var difference: Double { firstMean - secondMean }

    /// Welch's test (1947), which lets the variances differ; a difference of means without any variance has an infinite statistic.
    var welchTest: TestResult {
        guard difference != 0 else { return TestResult(statistic: 0, p: 1) }
        let t = difference / standardError
        return TestResult(statistic: t, p: StudentDistribution.twoSidedTail(t, degrees: degrees))
    }

    /// The z test with the variance of all rows around their common mean, as if they were one set.
    ///
    /// That is the variance of a permutation test: rows that are few and happen to be alike cannot make it small.
    var pooledTest: TestResult {
        guard difference != 0 else { return TestResult(statistic: 0, p: 1) }
        let rows = first.rows + second.rows
        let between = first.rows * second.rows / rows * difference * difference
        let squares = [first, second].reduce(between) { $0 + $1.variance * ($1.rows - 1) }
        let z = difference / (squares / (rows - 1) * (1 / first.rows + 1 / second.rows)).squareRoot()
        return TestResult(statistic: z, p: NormalDistribution.twoSidedTail(z))
    }

    /// Where the difference lies by Welch's test.
    func interval(alpha: Double) -> Interval {
        guard standardError > 0 else { return Interval(difference, difference) }
        let reach = StudentDistribution.critical(alpha, degrees: degrees) * standardError
        return Interval(difference - reach, difference + reach)
    }

    private var standardError: Double { (first.variance / first.rows + second.variance / second.rows).squareRoot() }

    /// The degrees of freedom of Welch and Satterthwaite.
    private var degrees: Double {
        let (a, b) = (first.variance / first.rows, second.variance / second.rows)
        guard a + b > 0 else { return first.rows + second.rows - 2 }
        // Of shares of the sum, whose squares neither overflow nor vanish.
        let (p, q) = (a / (a + b), b / (a + b))
        return 1 / (p * p / (first.rows - 1) + q * q / (second.rows - 1))
    }
}
