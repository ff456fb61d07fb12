import Testing

@testable import governor

struct SingleLineTests {
    @Test(arguments: [
        ("a\nb", "a b"), ("a\u{1B}[31mb", "a [31mb"), ("evil\u{202E}txt.exe", "evil txt.exe"),
        ("a\u{2066}b\u{2069}", "a b "),
        ("a\u{200B}b\u{FEFF}", "a b "), ("a\u{2028}b\u{2029}", "a b "), ("Zoë, Łódź 東京 🙂", "Zoë, Łódź 東京 🙂"),
    ])
    func `what is not seen cannot forge a report`(text: String, shown: String) {
        #expect(text.singleLine == shown)
    }
}
