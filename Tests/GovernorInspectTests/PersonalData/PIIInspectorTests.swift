import GovernorCore
import GovernorInspect
import Testing

struct PIIInspectorTests {
    private static func spans(in text: String) -> [String] {
        PIIInspector().findings(in: Array(text.utf8)).map {
            "\($0.kind) \($0.span.lowerBound)..<\($0.span.upperBound)"
        }
    }

    @Test(
        arguments: [
            "Email me at «email:user@example.com»",
            "«email:first.last+tag@sub.example.co.uk».",
            "write to <«email:a@b.io»>, or «email:o'neil@example.org»!",
            "mailto:«email:user@example.com»",
            "?to=«email:user@example.com»&x=1",
            "naïve «email:user@example.com» «email:x_1@163.com»",
            "请联系«email:user@example.com»谢谢",
            "«email:user@xn--bcher-kva.example» and «email:user@host.xn--p1ai»",
            "«email:a@example.com»;«email:b@example.com»",
            "«email:a@example.com»@",
            #"<a href="https://acme.example">«email:jane@example.org»</a> [x](https://acme.example)«email:jane@example.org»"#,
            "请访问https://acme.example，联系«email:jane@example.org»。 https://acme.example|«email:jane@example.org»",
            "//«email:ada@example.org» mailto://«email:ada@example.org» https://«email:ada.lovelace@example.org»/x",
        ].map(MarkedText.init))
    func `S3.39: an e-mail address is found with its bytes`(marked: MarkedText) {
        #expect(Self.spans(in: marked.text) == marked.spans)
    }

    @Test(
        arguments: [
            "«credit_card:4111111111111111»", "card: «credit_card:4111 1111 1111 1111», thanks",
            "«credit_card:5555-5555-5555-4444».", "«credit_card:378282246310005»", "«credit_card:3782 822463 10005»",
            "«credit_card:6011111111111117»", "«credit_card:3530111333300000»", "«credit_card:30569309025904»",
            "«credit_card:2223003122003222»", "«credit_card:6304000000000000»",
        ].map(MarkedText.init))
    func `a payment card is found with its bytes`(marked: MarkedText) {
        #expect(Self.spans(in: marked.text) == marked.spans)
    }

    @Test(
        arguments: [
            "«iban:GB82WEST12345698765432»", "IBAN: «iban:DE89 3704 0044 0532 0130 00».",
            "«iban:de89370400440532013000»",
            "«iban:FR1420041010050500013M02606»", "«iban:NO9386011117947»", "«iban:MT84MALT011000012345MTLCAST001S»",
            "(«iban:NL91ABNA0417164300»)",
        ].map(MarkedText.init))
    func `an IBAN is found with its bytes`(marked: MarkedText) {
        #expect(Self.spans(in: marked.text) == marked.spans)
    }

    @Test(
        arguments: [
            "call «phone:+1 212 555 0123» now", "«phone:+49 (30) 901820»", "«phone:+442079460958»",
            "«phone:+1 (212) 555-0123»", "«phone:(212) 555-0123»", "«phone:212-555-0123»", "«phone:212.555.0123»",
            "«phone:1-800-555-0199»", "«phone:020 7946 0958»", "«phone:01 23 45 67 89»", "«phone:01.23.45.67.89»",
            "tel:«phone:+33123456789»", "«phone:0151-23456789»", "«phone:0044 20 7946 0958»",
        ].map(MarkedText.init))
    func `a phone number is found with its bytes`(marked: MarkedText) {
        #expect(Self.spans(in: marked.text) == marked.spans)
    }

    @Test(arguments: [
        // Addresses that are none.
        "user@localhost", "@mention", "a@b", "logo@2x.png", "react@18.2.0-beta.rc", "https://user:pass@example.com/x",
        "https://user@example.com/x", "postgres://app.user:pa.ss@example.com/x",
        "git@github.com:apple/swift-nio.git", "..@example.com", "user@-example.com", "user@example..com",
        "@example.com",
        // Dates, times, versions, network addresses, amounts.
        "2026-01-31T09:05:00.250Z", "31.01.2026", "01-02-2024 09:15", "2024 01 02", "1700000000000", "192.168.100.200",
        "10.0.0.1", "v1.234.567.8901", "1.2.3-rc.4", "1,234,567,890.12", "3.14159265358979", "0.123456789", "12:34:56",
        // Order numbers, serial numbers, hashes and the like.
        "order 4711 0815 1234", "#4111111111111111", "ORD-4111111111111111", "id_4111111111111111", "4111111111111112",
        "1234567890", "555-1234", "123-45-6789", "978-3-16-148410-0", "550e8400-e29b-41d4-a716-446655440000",
        "4111111111111111111111", "0000 0000 0000", "1111111111111111", "490154203237518", "5901234123457",
        // IBANs that fail length, country or check.
        "GB82WEST12345698765433", "GB82WEST1234569876543", "ZZ82WEST12345698765432", "GB82WEST123456987654321",
        "XGB82WEST12345698765432", "",
    ])
    func `what only looks like personal data is left alone`(text: String) {
        #expect(Self.spans(in: text).isEmpty)
    }

    @Test func `several kinds in one text come in order and never overlap`() {
        let marked = MarkedText(
            "«email:a@example.com», «iban:GB82WEST12345698765432»; «credit_card:4111111111111111» or «phone:+1 212 555 0123»"
        )
        #expect(Self.spans(in: marked.text) == marked.spans)
    }

    @Test func `bytes that are not UTF-8 neither match nor stop the scan`() {
        let text = [0xFF, 0xC0, 0x80] + Array("a@example.com".utf8) + [0xFE]
        #expect(PIIInspector().findings(in: text).map(\.span) == [3..<16])
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `any bytes give ordered spans inside the text`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("@@..--++(() 0123456789 aAbBDE/:#_%".utf8) + [0xC3, 0xA9]
        let text = (0..<600).map { _ in alphabet[Int.random(in: alphabet.indices, using: &random)] }
        var end = 0
        for finding in PIIInspector().findings(in: text) {
            #expect(finding.span.lowerBound >= end && finding.span.upperBound <= text.count && !finding.span.isEmpty)
            end = finding.span.upperBound
        }
    }

    @Test func `what identifies nobody is reported only to those who ask, whole and streamed`() {
        let text = Array("On 2024-03-15 see https://example.org/ or mail ada@example.org".utf8)
        func kinds(_ inspector: PIIInspector) -> [[String]] {
            var stream = inspector.stream()
            return [inspector.findings(in: text), stream.append(text) + stream.finish()].map { $0.map(\.kind) }
        }
        #expect(kinds(PIIInspector()) == [["email"], ["email"]])
        let all = ["date_time", "url", "email"]
        #expect(kinds(PIIInspector(includesUnidentifying: true)) == [all, all])
    }
}
