/// Scores a text as it arrives: prompt injection, harmful requests, toxicity.
///
/// Scores depend on the text alone, not on how it was cut into chunks. Memory does not grow with the text.
///
/// ```swift
/// var scorer = TextScorer()
/// scorer.append(chunk.span)
/// let risk = scorer.scores()[.injection]
/// ```
///
/// Time is linear in the text, and for every call of ``scores()`` constant: 32 KiB are copied.
public struct TextScorer: Sendable {
    /// The name and version of the models, as findings carry it.
    public static let detector = "text-classifier/1"

    private var features = TextFeatures()
    private var sum: WeightSum

    /// A scorer with the embedded models, before the first byte.
    public init() { self.init(model: .embedded) }

    package init(model: ClassifierModel) { sum = WeightSum(model: model) }

    /// The scores of a whole text, UTF-8.
    public static func scores(of text: [UInt8]) -> TextScores {
        var scorer = TextScorer()
        scorer.append(text.span)
        return scorer.scores()
    }

    /// Takes the next bytes of the text, UTF-8. Other bytes count as marks.
    public mutating func append(_ bytes: Span<UInt8>) { features.append(bytes, into: &sum) }

    /// The scores of the text so far, as if it ended here.
    public func scores() -> TextScores {
        var ended = self
        ended.features.finish(into: &ended.sum)
        return TextScores(probabilities: logistic(ended.sum.logits))
    }
}

/// Adds up the weights of the different buckets of a text.
struct WeightSum: FeatureSink {
    private let model: ClassifierModel
    private var seen = BucketSet()
    private var sum = SIMD4<Int32>()

    init(model: ClassifierModel) { self.model = model }

    @inline(__always) mutating func add(_ bucket: Int) {
        guard seen.insert(bucket) else { return }
        sum &+= SIMD4<Int32>(truncatingIfNeeded: model.weights[bucket])
    }

    var logits: SIMD4<Float> {
        SIMD4<Float>(sum) * (model.scales / Float(max(seen.count, 1)).squareRoot()) + model.biases
    }
}

/// The logistic function in each lane: the same bits on every platform.
private func logistic(_ x: SIMD4<Float>) -> SIMD4<Float> {
    1 / (1 + exponential(SIMD8(lowHalf: -x, highHalf: SIMD4())).lowHalf)
}
