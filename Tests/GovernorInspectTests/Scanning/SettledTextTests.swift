import Foundation
import GovernorCore
import Testing

@testable import GovernorInspect

/// What a stream says is settled is: no text that goes on from there brings a finding before it that was not returned.
struct SettledTextTests {
    private static let scanner = Recognizers.personalDataAndSecrets

    /// Pieces of prose, and what becomes part of a match, or ends one, when more follows.
    private static let pieces: [String] = [
        "the old bridge over the river ", "In 2024 the market grew by 3.5% to 1,299.00. ", "ada ",
        "at example dot org ",
        "[at] ", "(dot) ", "email ", "write to ", "\"ada love", "\" said ", "\"", "don't ", "state-of-the-art ",
        "März ", "Straße, ",
        "naïve ", "“well” ", "May ", "may be ", "5th of ", "Sept. ", "12/10/", "1985", "born ", "aged ", "45 ",
        "years old ",
        "tel ", "0151-2345", "6789 ", " ext. 5", "office", "Fax ", "A", "B", " x ", "1 ", "4 1 1 1", "a d a", " - ",
        "-u ada:",
        "--user ", "password: ", "password is \"my ", "token=", "secret ", "Zx81kQpLm20v", "'", "`", "\\", "\n", "\n- ",
        "SWIFT ",
        "DEUTDEFF", "bic", "AB12 ", "GB82 ", "WEST ", "sol ", "sig=", "eyJ", "sk-", "key-", "ghp_", "AKIA", "0x", "bc1",
        ":", "://",
        "https://", "@", ".", "..", ".com ", "%40", "&#64;", "\\x40", "2001:db8::", "10.0.0.", "12345678Z", "nif ",
        "ssn ",
        "078-05-1120", "-", "/", "+", "(", ")", ",", ";", "|", "Q~", ":AA", "-----BEGIN ", "PRIVATE KEY-----",
        "Private-", "x", #"\n"#, #"\t"#, #"C:\n"#, "_", "git@github.com-", "-work", "7,", "ada@example.com",
        String(repeating: "a", count: 300),
    ]
    /// Disguises, and letters that are some only beside others.
    private static let disguises = [
        "\u{200B}", "１", "＠", "\u{A0}", "–", "а", "привет ", "。", "你好", "\u{AD}", "é", "’", "\u{FE0F}", "\u{20E3}",
        "\u{8}",
    ]

    private static let marked: [String] = {
        let folder = URL(filePath: #filePath).appending(path: "../../../Fixtures/inspect").standardizedFileURL
        return ["recognizers.txt", "national_ids.txt"].flatMap { name in
            let text = (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? ""
            return text.split(separator: "\n").map { MarkedText(String($0)).text }
        }
    }()

    private static func text(
        using random: inout SeededGenerator, pieces count: Int, disguised: Bool = false
    ) -> [UInt8] {
        (0..<count).flatMap { _ in
            let list =
                switch Int.random(in: 0..<8, using: &random) {
                case 0: marked
                case 1 where disguised: disguises
                default: pieces
                }
            var piece = Array(list[Int.random(in: list.indices, using: &random)].unicodeScalars.suffix(300))
            if list.count == marked.count {
                piece.append(" ")
                if disguised { hide(&piece, using: &random) }
            }
            return Array(String(String.UnicodeScalarView(piece)).utf8)
        }
    }

    /// Puts a character without width, or another sign, into a text.
    private static func hide(_ text: inout [Unicode.Scalar], using random: inout SeededGenerator) {
        let place = Int.random(in: text.indices, using: &random)
        switch text[place].value {
        case 0x21...0x7E where Bool.random(using: &random):
            text[place] = Unicode.Scalar(text[place].value + 0xFEE0) ?? " "
        case 0x20: text[place] = "\u{A0}"
        default: text.insert("\u{200B}", at: place)
        }
    }

    @Test func `the tables of examples are there`() { #expect(Self.marked.count > 100) }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `what a recognizer has decided does not change with what follows`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let text = Self.text(using: &random, pieces: 14, disguised: true)
        let others = (0..<3).map { _ in Self.text(using: &random, pieces: 4, disguised: true) }
        for recognizer in Self.scanner.recognizers {
            for position in text.indices where recognizer.triggers.contains(text[position]) {
                let match = recognizer.match(in: text.span, at: position)
                if let match, match.span.lowerBound < position {
                    for end in match.span.lowerBound...position {
                        let start = recognizer.earliestStart(in: text.span.extracting(0..<end), before: end)
                        #expect(start <= match.span.lowerBound, "\(recognizer.detector) at \(position) before \(end)")
                    }
                }
                let followers = recognizer.followers(of: text[position])
                guard position + 3 <= text.count, followers.first.contains(text[position + 1]),
                    followers.second.contains(text[position + 2]),
                    recognizer.openings.isEmpty || recognizer.openings.contains(Array(text[position..<position + 3])),
                    let end = (position + 3...min(text.count, position + 120)).first(where: {
                        recognizer.isDecided(in: text.span.extracting(0..<$0), at: position)
                    })
                else { continue }
                let staysDecided = recognizer.isDecided(in: text.span, at: position)
                #expect(staysDecided, "\(recognizer.detector)")
                for other in others + [[], Array("1".utf8), Array("a".utf8)] {
                    let whole = Array(text[..<end]) + other
                    let other = recognizer.match(in: whole.span, at: position)
                    #expect(
                        other == match,
                        "\(recognizer.detector) at \(position) of \(String(decoding: whole, as: UTF8.self))")
                }
            }
        }
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `nothing is found before what is settled, however the text goes on and is cut`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let text = Self.text(using: &random, pieces: 24, disguised: seed.isMultiple(of: 2))
        let whole = Self.scanner.findings(in: text)
        var (stream, cut) = (Self.scanner.stream(), Self.scanner.stream())
        var (findings, fed, settled, returned): ([Finding], Int, Int, Int) = ([], 0, 0, 0)
        for end in 1...text.count {
            let new = stream.append([text[end - 1]])
            #expect(new.allSatisfy { $0.span.lowerBound >= settled })
            #expect(stream.settled >= settled && stream.settled <= end)
            findings += new
            settled = stream.settled
            if Int.random(in: 0..<20, using: &random) == 0 {
                returned += cut.append(text[fed..<end]).count
                fed = end
                #expect(cut.settled == settled && returned == findings.count, "the end is \(end)")
            }
            guard Int.random(in: 0..<8, using: &random) == 0 else { continue }
            let other = Array(text[..<end]) + Self.text(using: &random, pieces: 3, disguised: true)
            let late = Self.scanner.findings(in: other).filter {
                $0.span.lowerBound < settled && !findings.contains($0)
            }
            #expect(late.isEmpty, "\(late) before \(settled) of \(String(decoding: other, as: UTF8.self))")
        }
        findings += stream.finish()
        #expect(findings == whole)
    }

    /// An answer, and the most bytes that a stream holds back of it: at half of the cuts, at nine in ten, and at any.
    struct Answer: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let most: [Int]

        init(_ name: String, _ most: Int..., text: String) {
            testDescription = name
            self.most = most
            self.text = text
        }
    }

    private static let answers = [
        Answer(
            "prose", 10, 14, 24,
            text: """
                The committee met again in the small room behind the library, where the windows look out over the river. \
                Nobody had expected the discussion to last as long as it did: the light had changed twice. We should ask \
                what it would cost us to wait; it was a fair question, and a good answer came late.\n\n
                """),
        Answer(
            "quotations", 10, 20, 40,
            text: """
                "We should ask," she said, "what it would cost us to wait." It was a fair question; but it had no good \
                answer, and so he said: "Don't worry." The chair (who had promised to be brief) agreed — “at last”.\n\n
                """),
        Answer(
            "numbers", 16, 28, 40,
            text: """
                In 2024 the company sold 1,299 units at $49.99 each, up 3.5% from 2023, while 12 of 30 offices closed in \
                March. The plan for 2025 has 4 parts and costs 2 million.\n\n
                """),
        Answer(
            "lists and tables", 10, 16, 24,
            text: """
                ## Steps

                1. **Install** the tool with `brew install tool`.
                2. Open the *settings* page.
                - Choose a name: anything will do.
                - Press [save](/settings).

                | a | b |
                |---|---|
                | 1 | 2 |


                """),
        Answer(
            "code", 12, 20, 32,
            text: """
                ```python
                def load(path: str, timeout=30) -> dict:
                    with open(path, encoding="utf-8") as file:
                        settings = json.load(file)
                    return {"count": len(settings), "items": settings}
                ```

                """),
        Answer(
            "German", 12, 16, 24,
            text: """
                Der Ausschuss traf sich wieder in dem kleinen Raum hinter der Bücherei, wo die Fenster auf den Fluß und die \
                alte Brücke blicken. Niemand hatte geglaubt, dass es so lange dauern würde; „wir müssen fragen“, sagte sie. 
                """),
        Answer(
            "Emoji", 9, 16, 24,
            text: """
                ⚠️ The committee met again in the small room behind the library ☀️ and nobody had believed it ❤️ would take \
                so long ✔️ she said. 
                """),
        // Letters that look like Latin ones, and full stops that are read as such.
        Answer(
            "Russian", 1300, 1300, 1827,
            text: """
                Комитет снова собрался в маленькой комнате за библиотекой, откуда видны река и старый мост. Никто не \
                ожидал, что обсуждение продлится так долго. 
                """),
        Answer("Chinese", 1300, 1300, 1827, text: "委员会又在图书馆后面的小房间里开会，窗外是河和老桥。谁也没想到讨论会持续这么久。"),
    ]

    @Test(arguments: answers)
    func `hardly more than a word of an answer is held back`(answer: Answer) {
        let text = Array(answer.text.utf8)
        let bytes = (0..<4000).map { text[$0 % text.count] }
        var stream = SensitiveDataInspector().stream()
        let held = bytes.indices.map { position in
            _ = stream.append([bytes[position]])
            return position + 1 - stream.settled
        }.sorted()
        let found = [held[held.count / 2], held[held.count * 9 / 10], held[held.count - 1]]
        #expect(zip(found, answer.most).allSatisfy { $0 <= $1 }, "\(found)")
    }

    @Test(arguments: [
        ("Call me: 0151-2345678 ", 14), ("Write to ada at example dot org", 22), ("Card 4111 1111 1111 1111", 20),
        ("The password is \"my kX9mQ2vLp7Zt", 17), ("Born 12 May 1985", 12), ("bic DEUTDEFF", 9),
    ])
    func `what may yet become a finding is held back`(text: String, least: Int) {
        var stream = Self.scanner.stream()
        _ = stream.append(text.utf8)
        #expect(text.utf8.count - stream.settled >= least)
    }

    @Test func `a disguise holds back no more than it can change, and no longer`() {
        let prose = [UInt8](repeatElement(Array("plain words; ".utf8), count: 200).joined())
        var stream = Self.scanner.stream()
        _ = stream.append(prose)
        let settled = stream.settled
        _ = stream.append("4111\u{200B}1111".utf8)
        #expect(stream.settled >= settled)
        _ = stream.append(prose)
        #expect(2 * prose.count + 11 - stream.settled < 24)
    }
}
