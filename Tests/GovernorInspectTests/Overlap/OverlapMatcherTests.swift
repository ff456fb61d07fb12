import GovernorCore
import TestTime
import Testing

@testable import GovernorInspect

struct OverlapMatcherTests {
    static let harbour = """
        The old harbour-master counted nine grey boats before the rain came down. He didn't trust the weather, \
        nor the sailors who praised it; every spring some fool rowed out past the lighthouse and never came home. \
        "Keep your lamps lit," he told them, "and leave the whistling to the wind."
        """
    static let orchard = """
        Behind the orchard wall my grandmother kept seven hives of patient bees, and in October she sold the honey \
        from a small green cart. Nobody knew where she hid the money.
        """
    static let chinese = "老港务长在下雨之前数了九条灰色的小船他不相信天气也不相信那些赞美天气的水手"

    static func index() throws -> CorpusIndex {
        try .of([("Harbour", harbour), ("Orchard", orchard), ("港口", chinese)])
    }

    @Test(
        arguments: [
            "He wrote: «Harbour:He didn't trust the weather, nor the sailors who praised it; every spring some fool»!",
            "«Harbour:HE DIDNT TRUST THE WEATHER NOR THE SAILORS WHO PRAISED IT»",
            "x «Harbour:he didn’t trust — the weather: nor the sailors... who praised it»",
            "«Harbour:Ｈｅ ｄｉｄｎ＇ｔ ｔｒｕｓｔ the weather nor the sailors who praised it» ok",
            "«Harbour:Hе didn't trust thе wеather, nоr thе sаilors whо prаised it»",
            "«Harbour:H\u{200B}e didn't tr\u{AD}ust the weather, nor the sailors who pra\u{200D}ised it»",
            "«Harbour:before the rain came down. He didn't really trust any weather, nor the sailors who praised it»",
            "«Harbour:before the rain came down. He didn't the weather, nor the sailors who praised it»",
            "A. «Orchard:my grandmother kept seven hives of patient bees, and in October she sold» B. "
                + "«Harbour:every spring some fool rowed out past the lighthouse and never came» C.",
            "他写道：«港口:老港务长在下雨之前数了九条灰色的小船他不相信天气»。",
        ].map(MarkedText.init))
    func `S3.9: a passage of a work is found with its bytes`(marked: MarkedText) throws {
        let report = try Self.index().report(on: Array(marked.text.utf8))
        let spans = report.passages.sorted { $0.span.lowerBound < $1.span.lowerBound }.map {
            "\($0.work.title) \($0.span.lowerBound)..<\($0.span.upperBound)"
        }
        #expect(spans == marked.spans)
    }

    @Test(
        arguments: [
            "", "…", "my grandmother kept seven hives of patient", "He said \"leave the whistling to the wind\" twice.",
            "wind the to whistling the leave and them told he lit lamps your keep",
            "before the rain many people who I never knew nor the sailors came and some fool went past the lighthouse",
            "The old harbour was full of boats and every spring the sailors came down to the lighthouse in the rain.",
            "九条灰色的小船",
        ])
    func `a short quotation and shared vocabulary are no copy`(text: String) throws {
        let report = try Self.index().report(on: Array(text.utf8))
        #expect(report.passages.isEmpty)
        #expect(report.verbatimRatio == 0)
    }

    @Test func `the ratio counts equal words among all words`() throws {
        let text = "One two three four five. He didn't trust the weather, nor the sailors who praised; six seven eight."
        let report = try Self.index().report(on: Array(text.utf8))
        #expect(report.words == 18)
        #expect(report.verbatimRatio == 10.0 / 18)
        #expect(report.passages.map(\.words) == [10])
    }

    @Test func `a passage says where it lies in the work`() throws {
        let text = "Listen: my grandmother kept seven hives of patient bees, and in October she ran away."
        let passage = try #require(try Self.index().report(on: Array(text.utf8)).passages.first)
        let inWork = Array(Self.orchard.utf8)[passage.spanInWork]
        #expect(
            String(decoding: inWork, as: UTF8.self)
                == "my grandmother kept seven hives of patient bees, and in October she ")
        #expect(passage.work.digest.bytes[0] == 1)
        #expect(passage.runs == [passage.span])
    }

    @Test func `a text that two works share is counted once and named once`() throws {
        let index = try CorpusIndex.of([("First", Self.orchard), ("Second", Self.orchard)])
        let report = index.report(on: Array(Self.orchard.utf8))
        #expect(report.verbatimRatio == 1)
        #expect(report.passages.map(\.work.title) == ["First"])
    }

    @Test func `an output can be judged while it grows`() throws {
        var matcher = OverlapMatcher(against: try Self.index())
        matcher.append(Array("He didn't trust the weather, nor the sailors who praised it; ".utf8).span)
        #expect(matcher.report.verbatimRatio == 1)
        matcher.append(Array("so they all stayed at home that year and played cards. ".utf8).span)
        #expect(matcher.report.verbatimRatio == 0.5)
    }

    @Test func `a corpus that repeats itself costs no more for each word than its places`() throws {
        let index = try CorpusIndex.of([("Row", String(repeating: "word ", count: 20_000) + Self.harbour)])
        func output(_ count: Int) -> [UInt8] { Array((String(repeating: "word ", count: count) + Self.harbour).utf8) }
        #expect(growth(from: 2000, to: 8000) { _ = index.report(on: output($0)) } < 9)
        let report = index.report(on: output(2000))
        #expect(report.verbatimRatio == 1)
        #expect(report.passages.map(\.work.title).allSatisfy { $0 == "Row" })
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `how a stream is cut changes nothing`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let sources = [
            Self.harbour, Self.orchard, Self.chinese, "the a of «é\u{200B}ﬁ»🙂—…\u{FF0E} Ünïcode, ещё. - -- ",
        ]
        var text: [UInt8] = []
        for _ in 0..<Int.random(in: 1...12, using: &random) {
            let source = Array(sources.randomElement(using: &random)?.utf8 ?? "".utf8)
            let start = Int.random(in: 0..<source.count, using: &random)
            // Bytes, not characters: a cut may leave what is not UTF-8.
            text += source[start..<Int.random(in: start...source.count, using: &random)]
            if Bool.random(using: &random) { text.append(UInt8.random(in: 0...255, using: &random)) }
        }
        let sizes = (0..<text.count).map { _ in Int.random(in: 0...9, using: &random) }
        let index = try Self.index()
        #expect(index.report(on: text, chunkSizes: sizes) == index.report(on: text))
    }
}
