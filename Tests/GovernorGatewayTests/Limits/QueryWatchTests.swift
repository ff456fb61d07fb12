import GovernorCore
import Testing

@testable import GovernorGateway

@Suite struct QueryWatchTests {
    private static func watch(_ change: (inout QueryWatchThresholds) -> Void) -> QueryWatch {
        var thresholds = QueryWatchThresholds()
        change(&thresholds)
        return QueryWatch(thresholds, for: ["a", "b"], seed: 7)
    }

    /// What a number of inputs, a second apart, is reported as.
    private static func patterns(_ watch: QueryWatch, _ inputs: [String], from start: Int = 0) -> [[QueryPattern]] {
        inputs.enumerated().compactMap { offset, input in
            watch.note("a", input: Array(input.utf8), tokens: 10, now: .seconds(start + offset))?.patterns
        }
    }

    private static let topics = "rain bread law music trains cats money sleep walls paint salt ships".split(
        separator: " ")

    /// Questions of many kinds.
    private static func questions(_ count: Int) -> [String] {
        (0..<count).map { number in
            let words = (0..<12).map { topics[(number * 7 + $0 * $0 * (number % 5 + 1) + number / 11) % topics.count] }
            return words.joined(separator: " ") + " \(number)"
        }
    }

    @Test func `S2.19: ever another filling of one text is coverage, questions of all kinds are not`() {
        let filled = (0..<600).map {
            "Write a detailed and complete description of item \($0) from our list of products"
        }
        #expect(Self.patterns(Self.watch { $0.coverage = 20 }, filled) == [[.coverage]])
        #expect(Self.patterns(Self.watch { $0.coverage = 20 }, Self.questions(600)) == [])
        // One question asked over and over is of one kind too, and not different.
        #expect(Self.patterns(Self.watch { $0.coverage = 20 }, [String](repeating: filled[0], count: 600)) == [])
    }

    @Test func `S2.19: hardly any input that comes twice is reported once there are enough`() {
        let watch = Self.watch { $0.distinctShare = 0.9 }
        #expect(Self.patterns(watch, Array(Self.questions(96))) == [])
        #expect(Self.patterns(watch, Self.questions(400).suffix(300), from: 96) == [[.distinct]])
        let repeating = (0..<600).map { Self.questions(20)[$0 % 20] }
        #expect(Self.patterns(Self.watch { $0.distinctShare = 0.9 }, repeating) == [])
    }

    @Test func `S2.19: many requests and many tokens are reported once in a window, and again in the next`() {
        let watch = Self.watch {
            $0.requests = 1000
            $0.tokens = 10_100
        }
        #expect(Self.patterns(watch, [String](repeating: "x", count: 1100)) == [[.requests], [.tokens]])
        #expect(Self.patterns(watch, [String](repeating: "x", count: 3600), from: 1100) == [[.requests], [.tokens]])
    }

    @Test func `what is long ago is forgotten, and keys are watched apart`() {
        let watch = Self.watch { $0.requests = 100 }
        for slow in 0..<500 {
            #expect(watch.note("a", input: [], tokens: 1, now: .seconds(slow * 60)) == nil)
            #expect(watch.note("b", input: [], tokens: 1, now: .seconds(slow * 60)) == nil)
        }
        #expect(watch.note("nobody", input: [], tokens: 1, now: .zero) == nil)
    }

    @Test(arguments: [10, 100, 1000, 10_000, 100_000])
    func `different hashes are counted to a tenth`(count: Int) {
        var (counted, other) = (DistinctCount(), DistinctCount())
        var random = SeededGenerator(seed: 1)
        for number in 0..<count {
            let hash = random.next()
            if number.isMultiple(of: 2) { counted.add(hash) } else { other.add(hash) }
            counted.add(hash)
        }
        counted.formUnion(other)
        #expect(abs(counted.estimate / Double(count) - 1) < 0.1)
    }
}
