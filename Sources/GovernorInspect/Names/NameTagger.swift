public import GovernorCore

/// Finds names of persons, places and organisations in a text.
///
/// A small statistical model, trained by `governor-train names` (`docs/models/names.md`), judges each sentence by itself.
/// It is made for English text with names of any origin in Latin letters, and does what it can with Greek and Cyrillic.
public struct NameTagger: Sendable {
    let model: NameModel
    private let decoder: NameDecoder
    /// What findings carry.
    static let detector = "names/1"
    /// The probability of being outside of every name from which a token is outside. F1 hardly depends on it between 0.4
    /// and 0.7 (Benchmarks/results/names.txt).
    package static let standardThreshold: Float = 0.5
    private let threshold: Float

    /// The model that is compiled in.
    public static let standard = NameTagger(.embedded)

    package init(_ model: NameModel, threshold: Float = Self.standardThreshold) {
        self.model = model
        self.threshold = threshold
        decoder = NameDecoder(transitions: model.transitions)
    }

    /// The names in a text, in order, without overlaps.
    ///
    /// - Parameter text: UTF-8. Other bytes are part of no name.
    /// - Returns: Findings of the kinds `person`, `location` and `organization`; the confidence is the estimated
    ///   probability that span and kind are right.
    public func findings(in text: [UInt8]) -> [Finding] { findings(in: text.span) }

    /// The names in a text, in order, without overlaps.
    ///
    /// - Parameter text: UTF-8. Other bytes are part of no name.
    public func findings(in text: Span<UInt8>) -> [Finding] {
        var scan = NameScan()
        var findings: [Finding] = []
        scan.advance(over: text, from: 0, isWhole: true, with: self) { findings.append(finding($0, $1, $2)) }
        return findings
    }

    /// The names in a text, with the least probability of their tokens.
    package func names(in text: Span<UInt8>, _ body: (NameKind, Range<Int>, Float) -> Void) {
        var scan = NameScan()
        scan.advance(over: text, from: 0, isWhole: true, with: self, body)
    }

    /// A scan of a text that arrives in chunks.
    public func stream() -> NameTagStream { NameTagStream(self) }

    func finding(_ kind: NameKind, _ span: Range<Int>, _ probability: Float) -> Finding {
        let confidence = model.calibration[kind.rawValue].confidence(probability)
        return Finding(
            kind: kind.finding, span: span, confidence: Double(confidence), evidence: .model, detector: Self.detector)
    }

    /// Finds the names of a sentence.
    ///
    /// - Parameter body: Called for each, with its byte offsets into `text`, and the least probability of its tokens.
    func tag(
        _ sentence: borrowing NameSentence, in text: Span<UInt8>, using room: inout NameScan.Room,
        _ body: (NameKind, Range<Int>, Float) -> Void
    ) {
        var position = 0
        let count = sentence.tokens.count
        while position < count {
            guard sentence.tokens[position].isCandidate else {
                position += 1
                continue
            }
            var end = position + 1
            while end < count, sentence.tokens[end].isCandidate { end += 1 }
            score(position..<end, of: sentence, in: text, into: &room.scores)
            decoder.marginals(&room.scores, forward: &room.forward)
            names(of: sentence.tokens[position..<end], room.scores, body)
            position = end
        }
    }

    private func score(
        _ run: Range<Int>, of sentence: borrowing NameSentence, in text: Span<UInt8>, into scores: inout [SIMD8<Float>]
    ) {
        scores.removeAll(keepingCapacity: true)
        for index in run {
            var sum = NameWeightSum()
            NameFeatures.visit(index, of: sentence, run: run, in: text) { sum.add(model.weights[$0]) }
            scores.append(sum.lanes * model.scale)
        }
    }

    private func names(
        of tokens: ArraySlice<NameToken>, _ marginals: [SIMD8<Float>], _ body: (NameKind, Range<Int>, Float) -> Void
    ) {
        var open: (kind: NameKind, start: Int, end: Int, probability: Float)?
        func close() { if let name = open { body(name.kind, name.start..<name.end, name.probability) } }
        for (token, marginal) in zip(tokens, marginals) {
            let label = label(marginal)
            guard let kind = label.kind else {
                close()
                open = nil
                continue
            }
            let probability =
                marginal[NameLabel(kind, isFirst: true).lane] + marginal[NameLabel(kind, isFirst: false).lane]
            if let name = open, name.kind == kind, !label.isFirst {
                open = (kind, name.start, token.end, min(name.probability, probability))
            } else {
                close()
                open = (kind, token.start, token.end, probability)
            }
        }
        close()
    }

    private func label(_ marginal: SIMD8<Float>) -> NameLabel {
        guard marginal[0] < threshold else { return .outside }
        var best = 1
        for lane in 2..<NameLabel.count where marginal[lane] > marginal[best] { best = lane }
        return NameLabel(lane: best)
    }
}

/// The sum of at most 257 vectors of weights, in two registers: widening a vector of the standard library goes through
/// memory, lane by lane.
private struct NameWeightSum {
    /// Sixteen bits for each lane with an even number, and each with an odd one, of the weights plus 128.
    private var even: UInt64 = 0
    private var odd: UInt64 = 0
    private var count = 0

    @inline(__always)
    mutating func add(_ weights: SIMD8<Int8>) {
        let bytes = unsafeBitCast(weights, to: UInt64.self).littleEndian ^ 0x8080_8080_8080_8080
        even &+= bytes & 0x00FF_00FF_00FF_00FF
        odd &+= bytes >> 8 & 0x00FF_00FF_00FF_00FF
        count += 1
    }

    var lanes: SIMD8<Float> {
        var lanes = SIMD8<Float>()
        for pair in 0..<4 {
            lanes[2 * pair] = Float(Int(even >> UInt64(16 * pair) & 0xFFFF) - 128 * count)
            lanes[2 * pair + 1] = Float(Int(odd >> UInt64(16 * pair) & 0xFFFF) - 128 * count)
        }
        return lanes
    }
}
