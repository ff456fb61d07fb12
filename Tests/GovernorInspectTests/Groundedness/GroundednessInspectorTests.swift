import GovernorCore
import TestTime
import Testing

@testable import GovernorInspect

struct GroundednessInspectorTests {
    static let bridge = """
        The Lindqvist bridge was opened in 1932 and is 1,240 metres long. Its engineer, Dr. Marta Olsen, said: "We built \
        it for the fishermen first." The toll was not raised after the war. Traffic increased in the following decade.
        """
    static let river = "The river Aska freezes in winter. Ferries cross it from April to October."

    private static let inspector = GroundednessInspector(
        sources: [Array(bridge.utf8), Array(river.utf8)], question: Array("When did the Lindqvist bridge open?".utf8))

    @Test(
        arguments: [
            "The bridge was opened in 1932.", "It is 1240 metres long.", "Marta Olsen was its engineer.",
            "Olsen said \"we built it for the fishermen first\".", "The toll was not raised after the war.",
            "The Aska freezes in winter.", "Ferries cross the river from April to October [2].", "Yes!", "",
            "The bridge is long. «number:It is 1,420 metres long.» The river freezes in winter.",
            "«date:The bridge was opened in 1937.»", "«date:Ferries cross it from March to October.»",
            "«name:The engineer was Ingrid Dahl.»", "«name:The bridge was opened by King Haakon in 1932.»",
            "«quote:Olsen said: \"we built it for the king first\".»",
            "«contradiction:The toll was raised after the war.»",
            "«contradiction:The bridge was not opened in 1932.»",
            "«contradiction:Traffic decreased in the following decade.»",
            "«claim:Critics admired the elegant silhouette and its cables.»",
            "The bridge was opened in 1932. «claim:Tourists photograph its lanterns every evening.»",
            "«unknown_citation:The bridge was opened in 1932 [3].» The river Aska freezes in winter [2].",
            "«unknown_citation:The bridge was opened in 1932, see https://example.org/bridge.»",
            "«wrong_citation:The river Aska freezes in winter [1].»",
        ].map(MarkedText.init))
    func `an unsupported sentence is found with its reason`(marked: MarkedText) {
        let report = Self.inspector.report(on: Array(marked.text.utf8))
        let spans = report.sentences.filter { !$0.reasons.isEmpty }.map {
            "\($0.reasons.map(\.rawValue).joined(separator: "+")) \($0.span.lowerBound)..<\($0.span.upperBound)"
        }
        #expect(spans == marked.spans)
    }

    @Test func `the output scores as its worst sentence does`() {
        let report = Self.inspector.report(on: Array("The bridge was opened in 1932. Aliens painted cheese.".utf8))
        #expect(report.sentences.count == 2)
        #expect(report.sentences[0].score < 0.3)
        #expect(report.sentences[1].score > 0.7)
        #expect(report.score == report.sentences[1].score)
    }

    @Test func `repeating a supported sentence does not change the score`() {
        let sentence = "The Lindqvist bridge was opened in 1932. "
        let once = Self.inspector.report(on: Array(sentence.utf8))
        let often = Self.inspector.report(on: Array(String(repeating: sentence, count: 50).utf8))
        #expect(often.score == once.score)
    }

    @Test func `without context every statement is unsupported`() {
        let report = GroundednessInspector(sources: []).report(on: Array("Ferries cross the river [1].".utf8))
        #expect(report.sentences.map(\.reasons) == [[.unknownCitation]])
        #expect(report.score > 0.5)
    }

    @Test(
        arguments: [
            "The bridge was opened in 1932 [7].", "The toll was not raised after the war (https://example.org/toll).",
            "See [7].", "Olsen said: \"The fishermen built it for the war\".",
        ])
    func `what is cited or quoted and is not there makes a finding whatever the words`(text: String) {
        let report = Self.inspector.report(on: Array(text.utf8))
        #expect(report.score > 0.5, "\(report)")
        let plain = Self.inspector.report(on: Array("The bridge was opened in 1932 [1].".utf8))
        #expect(plain.score < 0.5)
    }

    @Test(arguments: ["\"a ", "\"a b c\" ", "!", "a.", "increased "])
    func `time is linear in an output of one sentence`(piece: String) {
        let inspector = GroundednessInspector(sources: [Array("Traffic decreased.".utf8)])
        let ratio = growth(from: 8000, to: 32_000) { size in
            let text = "decreased " + String(repeating: piece, count: size / piece.utf8.count) + "x"
            _ = inspector.report(on: Array(text.utf8))
        }
        #expect(ratio < 9)
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `any bytes are judged`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("a B.1,9 \"[]2!?\n-'éß…“”。老ｘ".utf8) + [0xFF, 0xC3, 0xE3]
        let text = (0..<200).compactMap { _ in alphabet.randomElement(using: &random) }
        let report = GroundednessInspector(sources: [text, []], question: text).report(on: text.reversed())
        #expect((0...1).contains(report.score))
        #expect(report.sentences.allSatisfy { (0...1).contains($0.score) })
    }
}
