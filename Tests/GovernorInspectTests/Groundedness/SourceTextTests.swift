import GovernorCore
import Testing

@testable import GovernorInspect

struct SourceTextTests {
    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `the aligned words are the longest common subsequence`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let vocabulary = ["ant", "bee", "cow", "dog"]
        let context = (0..<30).compactMap { _ in vocabulary.randomElement(using: &random) }
        let output = (0..<20).compactMap { _ in (vocabulary + ["elk"]).randomElement(using: &random) }
        let source = SourceText([Array(context.joined(separator: " ").utf8)])
        let stems = TextTokens(Array(output.joined(separator: " ").utf8).span).tokens.map(\.stem)
        #expect(source.aligned(stems) == Self.longestCommonSubsequence(output, context))
    }

    private static func longestCommonSubsequence(_ left: [String], _ right: [String]) -> Int {
        var row = [Int](repeating: 0, count: right.count + 1)
        for one in left {
            var diagonal = 0
            for (column, other) in right.enumerated() {
                let above = row[column + 1]
                row[column + 1] = one == other ? diagonal + 1 : max(above, row[column])
                diagonal = above
            }
        }
        return row[right.count]
    }

    @Test(
        arguments: [
            ("One. Two! Three?", ["One.", "Two!", "Three?"]),
            ("Dr. Olsen came at 9.30 a.m. today.", ["Dr. Olsen came at 9.30 a.m. today."]),
            ("He said \"no.\" Then he left", ["He said \"no.\"", "Then he left"]), ("a\n\nb", ["a", "b"]),
            ("下雨。天晴！", ["下雨。", "天晴！"]), ("", []), ("example.org works", ["example.org works"]),
        ])
    func `sentences end where readers see an end`(text: String, sentences: [String]) {
        let bytes = Array(text.utf8)
        #expect(Sentences.spans(in: bytes.span).map { String(decoding: bytes[$0], as: UTF8.self) } == sentences)
    }

    @Test(
        arguments: [
            ("rivers", "river"), ("discovered", "discovers"), ("stopped", "stopping"), ("cities", "city"),
            ("bridge’s", "bridge"), ("1,240", "1240"), ("5th", "5"), ("three", "3"), ("Élan", "elan"),
        ])
    func `forms of a word have one stem`(left: String, right: String) {
        let stems = [left, right].map { TextTokens(Array($0.utf8).span).tokens.map(\.stem) }
        #expect(stems[0].count == 1)
        #expect(stems[0] == stems[1])
    }
}
