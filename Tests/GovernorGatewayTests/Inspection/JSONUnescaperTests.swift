import GovernorCore
import Testing

@testable import GovernorGateway

@Suite struct JSONUnescaperTests {
    /// What a text means, taken in pieces of a size.
    private func meaning(_ text: String, by size: Int) -> (String, JSONUnescaper) {
        var unescaper = JSONUnescaper()
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            bytes += unescaper.append(rest.prefix(size))
            rest = rest.dropFirst(size)
        }
        bytes += unescaper.finish()
        return (String(decoding: bytes, as: UTF8.self), unescaper)
    }

    @Test(arguments: [
        (#"{"a":"b"}"#, #"{"a":"b"}"#), (#"a\nb\t\"\\\/c"#, "a\nb\t\"\\/c"), (#"\u0041\u00e9\u20AC"#, "Aé€"),
        (#"\ud83c\udf88!"#, "🎈!"), (#"\ud83cx"#, "\u{FFFD}x"), (#"\ud83c\n"#, "\u{FFFD}\n"),
        (#"\ud83c\u0041"#, "\u{FFFD}A"), (#"\udf88"#, "\u{FFFD}"), (#"\ud83c\ud83c\udf88"#, "\u{FFFD}🎈"),
        (#"\q\u00zz"#, #"\q\u00zz"#), (#"\ud83"#, #"\ud83"#), (#"\ud83c\u00"#, "\u{FFFD}\\u00"), (#"\"#, #"\"#),
    ])
    func `an escape is read as what it means, however the text is cut`(written: String, meant: String) {
        for size in 1...14 { #expect(meaning(written, by: size).0 == meant) }
    }

    @Test func `places are those of what was written`() {
        let (_, unescaper) = meaning(#"a\n4111\u0020\ud83c\udf88z"#, by: 3)
        // a, line feed, 4111, space, balloon of four bytes, z
        let starts = [0, 1, 3, 4, 5, 6, 7, 13, 13, 13, 13, 25]
        #expect((0..<12).map { unescaper.place(of: $0, isEnd: false) } == starts)
        #expect((1...12).map { unescaper.place(of: $0, isEnd: true) } == [1, 3, 4, 5, 6, 7, 13, 25, 25, 25, 25, 26])
    }

    @Test func `places stay right when early ones are forgotten`() {
        var unescaper = JSONUnescaper()
        for index in 1...5000 {
            #expect(unescaper.append(Array(#"\n."#.utf8)[...]).count == 2)
            unescaper.forget(before: 2 * index - 2)
            #expect(unescaper.place(of: 2 * index, isEnd: true) == 3 * index)
            #expect(unescaper.place(of: 2 * index - 2, isEnd: false) == 3 * index - 3)
        }
    }
}
