import GovernorCore
import Synchronization
import Testing

@testable import GovernorInspect

struct SpanScannerTests {
    private static let scanner = Recognizers.personalDataAndSecrets

    /// Pieces of texts that end and begin inside each other's matches.
    private static let pieces: [String] = [
        "ada@example.org", "@", ".", "GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432", "4111111111111111",
        "4111 1111 ",
        "+1 212 555 0123", "020 7946 0958", " ", "\n", "naïve ", ", ", "(212) 555-0123", "a", "1", "-", "Привет ", "//",
        "４１１１１１１１１１１１１１１１", "ad\u{200B}a@exam\u{200B}ple.org", "аda@example.org", "+1\u{A0}212\u{A0}555\u{A0}0123",
        "plain words that say nothing of interest to anybody ", "你好，", "２", "\u{200B}", "example.org", "https://x.org/",
        "born 5/10/1971", "2024-03-15T14:30:00Z ", "May 1st, 1977", "aged 45 ", "2001:db8::1", "10.0.0.1",
        "01:23:45:67:89:AB ",
        "phone ", "432 03 163", " x12 ", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "SWIFT DEUTDEFF",
        "bWFpbCBhZGFAZXhhbXBsZS5vcmc=", "616461406578616d706c652e6f7267", "ada%40example.org", "%20",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "DB_PASSWORD=kX9mQ2vLp7Zt", "token: \"Zx81kQpLm20vNcRt5YbW\"", "=", "\"",
        "-----BEGIN PRIVATE KEY-----\n", "c3RyYW5nZSBieXRlcyBvZiBhIGtleQ90aGF0IG5vYm9keSBoYXM",
        "\n-----END PRIVATE KEY-----",
        "https://app:s3cr3tPw@db.example.org/x?", "curl -u a:d2LkV78zLx!t ", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.",
        "ada&#64;example.org", "&commat;", "&", "\\x61\\x64\\x61\\x40example.org", "\\", "\"ada\"@example.org",
        "@[10.0.0.1]",
        "61 64 61 40 65 78 61 6d 70 6c 65 2e 6f 72 67", "WVdSaFFHVjRZVzF3YkdVdWIzSm4=", "NHS ", "?sig=",
        "SOL ", "6eFscWjWYmebbeybrzRVQMcpg7n2bJKQEE9aTQFEjCCY", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "rL7LkTDPDHjQg6nZ6TpDmgo5xhaA4K7m9N", "glpat-Ab3dE6gH9jK2mN5pQ8sT", "1234567890:AA", "SK9", "secret ",
    ]

    private static func text(using random: inout SeededGenerator, pieces count: Int) -> [UInt8] {
        (0..<count).flatMap { _ in Array(pieces[Int.random(in: pieces.indices, using: &random)].utf8) }
    }

    private static func streamed(
        _ text: [UInt8], chunk: (inout SeededGenerator) -> Int, using random: inout SeededGenerator
    )
        -> (findings: [Finding], isLate: Bool)
    {
        var stream = scanner.stream()
        var (findings, position, isLate, settled): ([Finding], Int, Bool, Int) = ([], 0, false, 0)
        while position < text.count {
            let end = min(text.count, position + chunk(&random))
            let new = stream.append(text[position..<end])
            isLate = isLate || new.contains { $0.span.lowerBound < settled } || stream.settled > end
            settled = stream.settled
            findings += new
            position = end
        }
        let last = stream.finish()
        return (findings + last, isLate || last.contains { $0.span.lowerBound < settled })
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `the findings of a stream are those of the whole text, however it is cut`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let text = Self.text(using: &random, pieces: 60)
        let whole = Self.scanner.findings(in: text)
        #expect(!whole.isEmpty)
        for longest in [1, 7, 100, 2000] {
            let streamed = Self.streamed(text, chunk: { Int.random(in: 1...longest, using: &$0) }, using: &random)
            #expect(streamed.findings == whole)
            #expect(!streamed.isLate)
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `a long text that is scanned in steps gives ordered spans without overlap`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let text = Self.text(using: &random, pieces: 600)
        let findings = Self.scanner.findings(in: text)
        #expect(findings.allSatisfy { !$0.span.isEmpty && $0.span.upperBound <= text.count })
        #expect(zip(findings, findings.dropFirst()).allSatisfy { $0.span.upperBound <= $1.span.lowerBound })
        let streamed = Self.streamed(text, chunk: { _ in 997 }, using: &random)
        #expect(streamed.findings == findings)
    }

    /// Together with the number of questions this bounds the time: linear, whatever the text.
    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `what a recognizer says depends on no byte beyond its reach`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let text = Self.text(using: &random, pieces: 60)
        for recognizer in Self.scanner.recognizers {
            for position in text.indices where recognizer.triggers.contains(text[position]) {
                let ahead =
                    recognizer.looksAhead(in: text.span, at: position) ? recognizer.lookAhead : recognizer.reach
                let seen = max(0, position - recognizer.reach)...min(text.count - 1, position + ahead)
                var other = Array("a1@:/ (.".utf8) + text[seen] + Array("a1@:/ (.".utf8)
                if seen.lowerBound == 0 { other.removeFirst(8) }
                if seen.upperBound == text.count - 1 { other.removeLast(8) }
                let shift = seen.lowerBound == 0 ? 0 : seen.lowerBound - 8
                let match = recognizer.match(in: text.span, at: position)
                let otherMatch = recognizer.match(in: other.span, at: position - shift)
                #expect(match?.kind == otherMatch?.kind)
                #expect(match?.span == otherMatch.map { $0.span.lowerBound + shift..<$0.span.upperBound + shift })
            }
        }
    }

    @Test(arguments: [1, 64, 1000])
    func `a stream waits for a key that is longer than the reach, and for nothing else`(chunk: Int) {
        var random = SeededGenerator(seed: 5)
        let key = (0..<50).map { _ in DrawnToken.letters(64, using: &random) }.joined(separator: "\n")
        let plain = [UInt8](repeatElement(Array("plain words; ".utf8), count: 400).joined())
        let text = plain + Array("-----BEGIN PRIVATE KEY-----\n\(key)\n-----END PRIVATE KEY-----".utf8)
        var stream = Self.scanner.stream()
        var findings: [Finding] = []
        for start in stride(from: 0, to: text.count, by: chunk) {
            let end = min(text.count, start + chunk)
            findings += stream.append(text[start..<end])
            if end < plain.count { #expect(end - stream.settled <= 3 * Self.scanner.reach + chunk) }
        }
        findings += stream.finish()
        #expect(findings == Self.scanner.findings(in: text))
        #expect(findings.map(\.kind) == ["private_key"] && findings.first?.span.count == key.utf8.count)
        #expect(3 * Self.scanner.reach < key.utf8.count)
    }

    @Test func `a stream keeps a bounded part of the text`() {
        var stream = Self.scanner.stream()
        for position in stride(from: 0, to: 1_000_000, by: 1000) {
            _ = stream.append(repeatElement(UInt8(ascii: "x"), count: 1000))
            #expect(position + 1000 - stream.settled <= 3 * Self.scanner.reach)
        }
    }

    @Test(arguments: [
        "1", "@", "a@", "a@a.", "-", "1 ", "12-", "+", "(", "GB82", "a.", "0 1-", "//a@", ":", "::", "1:", "1.",
        "a@b.io", "0x",
        "%41", "a ", "QUJD", "1\u{200B}", "４", "а1", "http://", "1/", "May ",
    ])
    func `each recognizer is asked at most once a byte, and few candidates come of it`(unit: String) {
        func work(_ count: Int) -> Int {
            let counter = AskCounter()
            let recognizers = Self.scanner.recognizers.map { Counted(base: $0, counter: counter) }
            let text = [UInt8](repeatElement(Array(unit.utf8), count: count / unit.utf8.count).joined())
            _ = SpanScanner(recognizers).findings(in: text)
            return counter.asks.withLock { $0 }
        }
        let (short, long) = (work(4000), work(16_000))
        // Twice: the text and its side view.
        #expect(long <= 2 * 16_000 * Self.scanner.recognizers.count)
        // Four times the text makes four times the work, but for the ends.
        #expect(long <= 4 * short + 16 * Self.scanner.reach)
    }
}

/// Counts how often recognizers are asked.
final class AskCounter: Sendable {
    let asks = Mutex(0)
}

struct Counted: SpanRecognizer {
    let base: any SpanRecognizer
    let counter: AskCounter

    var detector: String { base.detector }
    var triggers: ByteSet { base.triggers }
    var followers: ByteSet { base.followers }
    var secondFollowers: ByteSet { base.secondFollowers }
    var asksOnlyAtWordStarts: Bool { base.asksOnlyAtWordStarts }
    var reach: Int { base.reach }
    var openings: [[UInt8]] { base.openings }
    var lookAhead: Int { base.lookAhead }

    func followers(of trigger: UInt8) -> (first: ByteSet, second: ByteSet) { base.followers(of: trigger) }

    func looksAhead(in text: Span<UInt8>, at position: Int) -> Bool { base.looksAhead(in: text, at: position) }

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        counter.asks.withLock { $0 += 1 }
        return base.match(in: text, at: position)
    }
}
