/// Scores a text as it arrives: prompt injection, harmful requests, toxicity.
///
/// Scores depend on the text alone, not on how it was cut into chunks. Memory does not grow with the text: a text of more than
/// 2 KiB has the scores of the window of 2 KiB that scores highest, in steps of 1 KiB.
///
/// ```swift
/// var scorer = TextScorer()
/// scorer.append(chunk.span)
/// let risk = scorer.scores()[.injection]
/// ```
///
/// Time is linear in the text, and for every call of ``scores()`` constant: at most 24 KiB are copied.
public struct TextScorer: Sendable {
    /// The name and version of the models, as findings carry it.
    public static let detector = "text-classifier/4"

    private var features = TextFeatures()
    private var sum: WindowSum

    /// A scorer with the embedded models, before the first byte.
    public init() { self.init(model: .embedded) }

    package init(model: ClassifierModel) { sum = WindowSum(model: model) }

    /// The scores of a whole text, UTF-8.
    public static func scores(of text: [UInt8]) -> TextScores {
        var scorer = TextScorer()
        scorer.append(text.span)
        return scorer.finish()
    }

    /// Takes the next bytes of the text, UTF-8. Other bytes count as marks.
    public mutating func append(_ bytes: Span<UInt8>) { features.append(bytes, into: &sum) }

    /// The scores of the text so far, as if it ended here.
    public func scores() -> TextScores {
        var ended = self
        return ended.finish()
    }

    /// Ends the text.
    private mutating func finish() -> TextScores {
        features.finish(into: &sum)
        return TextScores(probabilities: logistic(sum.logits))
    }
}

/// Adds up the weights of the different buckets of each block of a text, and keeps the highest log-odds of two
/// neighbouring blocks.
struct WindowSum: FeatureSink {
    private struct Block {
        var sum = SIMD4<Int32>()
        var count = 0
    }

    private let model: ClassifierModel
    private var seen = BucketSet()
    private var block = Block()
    private var previous: Block?
    /// The highest log-odds of the windows that are complete.
    private var highest: SIMD4<Float>?

    init(model: ClassifierModel) { self.model = model }

    mutating func add(_ buckets: Span<UInt32>, _ group: FeatureGroup) {
        seen.insert(buckets, group) { new in
            block.sum &+= model.sum(at: new)
            block.count += new.count
        }
    }

    mutating func endBlock() {
        if previous != nil { highest = logits }
        previous = block
        block = Block()
        seen.removeAll()
    }

    /// The log-odds of the window that scores highest for each label, if the text ended here.
    var logits: SIMD4<Float> {
        guard let highest else { return windowLogits }
        return block.count == 0 ? highest : pointwiseMax(highest, windowLogits)
    }

    private var windowLogits: SIMD4<Float> {
        let sum = block.sum &+ (previous?.sum ?? SIMD4())
        let count = max(block.count + (previous?.count ?? 0), 1)
        return SIMD4<Float>(sum) * (model.scales / Float(count).squareRoot()) + model.biases
    }
}

/// The logistic function in each lane: the same bits on every platform.
private func logistic(_ x: SIMD4<Float>) -> SIMD4<Float> {
    1 / (1 + exponential(SIMD8(lowHalf: -x, highHalf: SIMD4())).lowHalf)
}
