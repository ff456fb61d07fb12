import GovernorCore
import Testing

@testable import GovernorInspect

@Suite struct NameTaggerTests {
    /// Made-up persons and companies; the spans are marked in the text.
    static let examples: [String] = [
        "My name is «person:Ada Lindqvist» and I live in «location:Oslo».",
        "Please call «person:Martin Okafor» before noon.",
        "We flew from «location:Paris» to «location:Tokyo» last week.",
        "She works for «organization:Brightwater Consulting Ltd» in «location:Germany».",
        "please send it to my brother «person:daniel» tomorrow",
        "Dear Mrs. «person:Kowalska»,\n\nthank you for your letter.",
        "«organization:Microsoft» and «organization:Siemens» signed a contract.",
        "My address is «location:221 Alder Street, Springfield».",
        "Kind regards,\n«person:Yuki Tanaka»",
        "The report was written by «person:Fatima El-Amin» for the «organization:World Bank».",
        "He met «person:José García» in «location:São Paulo».",
        "Ask «person:Maria» to bring the keys.",
    ]

    static let withoutNames: [String] = [
        "", " \n ", "How do I cancel my order?", "The quick brown fox jumps over the lazy dog.",
        "I have a question about Monday.", "def add(a, b):\n    return a + b\n", "THIS IS NOT WHAT I ORDERED",
        "On Friday the office is closed.", "What is 12 * 7 + 4?", "{\"id\": 12, \"ok\": true}", "你好，世界", "\u{FEFF}…—!?",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ]

    @Test(arguments: examples)
    func `names are found where they stand`(marked: String) {
        let text = MarkedText(marked)
        let found = NameTagger.standard.findings(in: Array(text.text.utf8))
        #expect(found.map { "\($0.kind) \($0.span.lowerBound)..<\($0.span.upperBound)" } == text.spans)
        #expect(
            found.allSatisfy { (0...1).contains($0.confidence) && $0.evidence == .model && $0.detector == "names/1" })
    }

    @Test(arguments: withoutNames)
    func `text without names has none`(text: String) {
        #expect(NameTagger.standard.findings(in: Array(text.utf8)).isEmpty)
    }

    @Test func `bytes that are no UTF-8 do no harm`() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<50 {
            let noise = (0..<400).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let found = NameTagger.standard.findings(in: noise)
            #expect(found.allSatisfy { !$0.span.isEmpty && $0.span.upperBound <= noise.count })
        }
    }

    // MARK: Streams

    private static let pieces =
        (examples + withoutNames).map { MarkedText($0).text } + [
            " ", "\n", "\n\n", ". ", "é", "Зоя Иванова ", "O'Neill-", "🙂", String(repeating: " ", count: 80),
            String(repeating: "x", count: 150), String(repeating: "Ann of ", count: 200), "\u{FF}\u{C3}",
        ]

    private static func text(using random: inout SeededGenerator, pieces count: Int) -> [UInt8] {
        var text: [UInt8] = []
        for _ in 0..<count {
            text += Array(pieces[Int.random(in: pieces.indices, using: &random)].utf8)
            if random.next() % 20 == 0 { text.append(UInt8(truncatingIfNeeded: random.next())) }
        }
        return text
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `the findings of a stream are those of the whole text, however it is cut`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let text = Self.text(using: &random, pieces: 60)
        let whole = NameTagger.standard.findings(in: text)
        #expect(!whole.isEmpty)
        for longest in [1, 7, 100, 2000] {
            var stream = NameTagger.standard.stream()
            var (found, position): ([Finding], Int) = ([], 0)
            while position < text.count {
                let end = min(text.count, position + Int.random(in: 1...longest, using: &random))
                let settled = stream.settled
                let new = stream.append(text[position..<end])
                #expect(new.allSatisfy { $0.span.lowerBound >= settled && $0.span.upperBound <= stream.settled })
                #expect(end - stream.settled <= SentenceReader.reach)
                found += new
                position = end
            }
            #expect(found + stream.finish() == whole)
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `findings are ordered, lie apart and end with their words`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let text = Self.text(using: &random, pieces: 100)
        let found = NameTagger.standard.findings(in: text)
        #expect(zip(found, found.dropFirst()).allSatisfy { $0.span.upperBound <= $1.span.lowerBound })
    }

    /// With the number of tokens, which are no more than bytes, this bounds the time: linear, whatever the text.
    @Test(arguments: ["A ", "a", ".", ". ", " ", "A.", "Ann-", "é", "1 ", "New York ", "\n", "\u{FF}", "of ", "A. "])
    func `no sentence is longer than the bound`(unit: String) {
        let text = Array(String(repeating: unit, count: 5000).utf8)
        var reader = SentenceReader()
        var (position, count) = (0, 0)
        while position < text.count, let next = reader.read(text.span, at: position, isWhole: true) {
            #expect(next > position && next - position <= SentenceReader.reach)
            #expect(reader.tokens.count <= SentenceReader.mostTokens)
            count += reader.tokens.count
            position = next
        }
        #expect(position == text.count && count <= text.count)
    }
}
