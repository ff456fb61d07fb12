import GovernorCore
import Testing

@testable import GovernorInspect

@Suite struct NameModelTests {
    @Test func `the embedded model has its size, and its form is read as it was written`() throws {
        let model = NameModel.embedded
        let bytes = model.bytes
        #expect(bytes.count <= 2 << 20)
        let again = try #require(bytes.withUnsafeBytes { NameModel(bytes: $0) })
        #expect(again.bytes == bytes)
    }

    @Test(arguments: [0, 1, 7, 1000])
    func `another form is refused`(dropped: Int) {
        var bytes = NameModel.embedded.bytes
        if dropped == 0 { bytes[0] ^= 1 } else { bytes.removeLast(dropped) }
        #expect(bytes.withUnsafeBytes { NameModel(bytes: $0) } == nil)
    }

    /// About sixty weights of at most 127 make a score, far from the ends of 16 bits.
    @Test func `sums of weights do not overflow`() {
        let sentence = Self.sentence("Dear Ada Lindqvist, welcome to Oslo.")
        let text = Array("Dear Ada Lindqvist, welcome to Oslo.".utf8)
        var count = 0
        NameFeatures.visit(1, of: sentence, run: 0..<4, in: text.span) { _ in count += 1 }
        #expect(count > 40 && count * 128 < Int(Int16.max))
    }

    /// Rounding moves each of about fifty weights by half a step at most, and by chance in both directions.
    @Test func `a score loses little by storing weights in bytes`() {
        let standardDeviation = NameModel.embedded.scale * (50.0 / 12).squareRoot()
        #expect(standardDeviation < 0.1)
    }

    @Test func `marginals are probabilities, and no name begins with a later part`() {
        let decoder = NameDecoder(transitions: NameModel.embedded.transitions)
        var random = SeededGenerator(seed: 7)
        var forward: [SIMD8<Float>] = []
        for length in 1...30 {
            var scores = (0..<length).map { _ in
                SIMD8<Float>((0..<8).map { _ in Float.random(in: -60...60, using: &random) })
            }
            decoder.marginals(&scores, forward: &forward)
            #expect(scores.allSatisfy { abs($0.sum() - 1) < 1e-3 && $0.min() >= 0 })
            for kind in NameKind.allCases { #expect(scores[0][NameLabel(kind, isFirst: false).lane] == 0) }
        }
    }

    @Test(arguments: [0.001, 0.1, 0.5, 0.9, 0.999] as [Float])
    func `an uncalibrated confidence is the probability`(probability: Float) {
        #expect(abs(NameCalibration().confidence(probability) - probability) < 1e-5)
    }

    @Test(arguments: ["Ada", "ADA", "ada"])
    func `a word has one hash in any case`(word: String) {
        #expect(Self.sentence(word).tokens.map(\.hash) == [WordHash("ada").value])
    }

    @Test(arguments: [
        ("ÉMILE", "émile"), ("ΑΘΗΝΑ", "αθηνα"), ("МОСКВА", "москва"), ("Łódź", "łódź"), ("ŽIŽEK", "žižek"),
    ])
    func `capitals of other alphabets are known`(large: String, small: String) {
        #expect(Self.sentence(large).tokens.map(\.hash) == [WordHash(small).value])
    }

    private static func sentence(_ text: String) -> NameSentence {
        var reader = SentenceReader()
        _ = reader.read(Array(text.utf8).span, at: 0, isWhole: true)
        return NameSentence(tokens: reader.tokens)
    }
}
