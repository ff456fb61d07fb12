import GovernorCore
import GovernorInspect

/// Fits a linear-chain conditional random field by AdaGrad (Duchi, Hazan and Singer, 2011), one run of candidates at a time.
///
/// Each round shows the labelled texts with some names exchanged, some texts without or with all capitals, some words
/// and lists hidden, so that no name is learnt by heart; and as many made texts besides.
struct NameTrainer {
    var rounds = 8
    var madePerRound = 6000
    var plainPerRound = 1500
    var rate: Float = 0.08
    var decay: Float = 2e-5

    private let generator: NameGenerator
    private let words: WordTable
    private var random: SeededGenerator
    private var weights = [SIMD8<Float>](repeating: .zero, count: NameFeatures.buckets)
    private var squares = [SIMD8<Float>](repeating: SIMD8(repeating: 0.05), count: NameFeatures.buckets)
    private var transitions = [[Float]](repeating: Array(repeating: 0, count: NameLabel.count), count: NameLabel.count)
    private var transitionSquares = [[Float]](
        repeating: Array(repeating: 0.05, count: NameLabel.count), count: NameLabel.count)
    private var sum = [SIMD8<Float>](repeating: .zero, count: NameFeatures.buckets)

    init(_ lists: NameLists, words: WordTable, seed: UInt64) {
        generator = NameGenerator(lists: lists)
        self.words = words
        random = SeededGenerator(seed: seed)
    }

    /// - Parameters:
    ///   - examples: Labelled texts; all are shown in each round.
    ///   - plain: Texts without names; some are shown in each round.
    mutating func train(on examples: [NameExample], plain: [NameExample]) -> NameModel {
        for round in 0..<rounds {
            var batch = examples.map { changed($0) }
            batch += (0..<madePerRound).map { _ in recased(generator.example(using: &random)) }
            batch += (0..<plainPerRound).map { _ in recased(plain[Int.random(in: plain.indices, using: &random)]) }
            batch.shuffle(using: &random)
            batch.forEach { learn($0) }
            // The mean over the later rounds varies less than the last.
            if round >= rounds / 2 { for bucket in sum.indices { sum[bucket] += weights[bucket] } }
        }
        let scale = Float(1) / Float(rounds - rounds / 2)
        return quantised(sum.map { $0 * scale })
    }

    // MARK: Examples

    private mutating func changed(_ example: NameExample) -> NameExample {
        var example = recased(generator.swapped(example, share: 0.3, using: &random))
        example.family = ""
        return example
    }

    private mutating func recased(_ example: NameExample) -> NameExample {
        switch random.next() % 32 {
        case 0...3: example.map { $0.lowercased() }
        case 4: example.map { $0.uppercased() }
        default: example
        }
    }

    // MARK: Learning

    private mutating func learn(_ example: NameExample) {
        let bytes = example.bytes
        let names = example.names
        let isMade = example.source == "templates"
        var reader = SentenceReader()
        var position = 0
        while position < bytes.count, let next = reader.read(bytes.span, at: position, isWhole: true) {
            var sentence = NameSentence(tokens: reader.tokens)
            sentence.prepare(with: words)
            hide(&sentence, names, isMade: isMade)
            learn(sentence, names, bytes.span)
            position = next
        }
    }

    private mutating func hide(_ sentence: inout NameSentence, _ names: [NameExample.Name], isMade: Bool) {
        for index in sentence.tokens.indices where sentence.tokens[index].isCandidate {
            let token = sentence.tokens[index]
            let isName = names.contains { $0.span.contains(token.start) }
            if token.shape != .mark, random.chance(isName ? 0.3 : 0.05) { sentence.tokens[index].hash = 9 }
            if isName, random.chance(isMade ? 0.35 : 0.1) {
                sentence.tokens[index].classes.subtract([.given, .family, .city, .region, .organization])
                sentence.tokens[index].pairClasses = []
            }
        }
    }

    private mutating func learn(_ sentence: NameSentence, _ names: [NameExample.Name], _ text: Span<UInt8>) {
        var position = 0
        while position < sentence.tokens.count {
            guard sentence.tokens[position].isCandidate else {
                position += 1
                continue
            }
            var end = position
            while end < sentence.tokens.count, sentence.tokens[end].isCandidate { end += 1 }
            learn(position..<end, of: sentence, Self.labels(sentence.tokens[position..<end], names), text)
            position = end
        }
    }

    static func labels(_ tokens: ArraySlice<NameToken>, _ names: [NameExample.Name]) -> [NameLabel] {
        var previous: NameExample.Name?
        return tokens.map { token in
            let name = names.first { $0.span.lowerBound <= token.start && token.end <= $0.span.upperBound }
            defer { previous = name }
            return name.map { NameLabel($0.kind, isFirst: $0 != previous) } ?? .outside
        }
    }

    private mutating func learn(_ run: Range<Int>, of sentence: NameSentence, _ gold: [NameLabel], _ text: Span<UInt8>)
    {
        var buckets: [[Int]] = []
        var scores: [SIMD8<Float>] = []
        for index in run {
            var seen: [Int] = []
            NameFeatures.visit(index, of: sentence, run: run, in: text) { seen.append($0) }
            seen.removeAll { _ in random.chance(0.1) }
            scores.append(seen.reduce(into: SIMD8<Float>()) { $0 += weights[$1] })
            buckets.append(seen)
        }
        let chain = NameDecoder(transitions: transitions)
        var marginals = scores
        var pairs = Array(repeating: Array(repeating: Float(0), count: NameLabel.count), count: NameLabel.count)
        chain.marginals(&marginals, pairs: &pairs)
        for (place, seen) in buckets.enumerated() {
            var gradient = -marginals[place]
            gradient[gold[place].lane] += 1
            gradient[7] = 0
            guard (gradient * gradient).sum() > 1e-6 else { continue }
            for bucket in seen {
                let step = gradient - decay * weights[bucket]
                squares[bucket] += step * step
                weights[bucket] += rate * step / squares[bucket].squareRoot()
            }
        }
        var previous = 0
        for lane in gold.map(\.lane) + [0] {
            pairs[previous][lane] -= 1
            previous = lane
        }
        for before in 0..<NameLabel.count {
            for after in 0..<NameLabel.count where pairs[before][after] != 0 {
                let step = -pairs[before][after]
                transitionSquares[before][after] += step * step
                transitions[before][after] += rate * step / transitionSquares[before][after].squareRoot()
            }
        }
    }

    // MARK: Quantisation

    /// One byte a weight; the largest hundred-thousandths are cut off.
    private func quantised(_ weights: [SIMD8<Float>]) -> NameModel {
        let sizes = weights.flatMap { lanes in (0..<NameLabel.count).map { abs(lanes[$0]) } }.filter { $0 > 0 }.sorted()
        let scale = sizes[Int(Float(sizes.count - 1) * 0.9999)] / 127
        let bytes = weights.map { lanes in
            let bounded = (lanes / scale).clamped(lowerBound: SIMD8(repeating: -127), upperBound: SIMD8(repeating: 127))
            var bytes = SIMD8<Int8>()
            for lane in 0..<8 { bytes[lane] = Int8(bounded[lane].rounded(.toNearestOrEven)) }
            return bytes
        }
        return NameModel(
            scale: scale, transitions: transitions, calibration: NameKind.allCases.map { _ in NameCalibration() },
            words: words, weights: bytes)
    }
}
