import GovernorCore
import GovernorInspect
import Testing

struct SideViewTests {
    @Test(
        arguments: [
            "card «credit_card:４１１１ １１１１ １１１１ １１１１»", "«credit_card:4111\u{200B}1111\u{200B}1111\u{200B}1111»",
            "call «phone:+1\u{A0}212\u{A0}555\u{A0}0123» now", "«phone:212\u{2011}555\u{2011}0123»",
            "write to «email:аda@exаmple.org» please", "«email:ada＠example．org»",
            "«email:a\u{AD}da@example\u{200D}.org»",
            "«credit_card:٤١١١١١١١١١١١١١١١»", "«email:𝐚𝐝𝐚@example.org» and «email:b@example.org»",
            "«email:a@example.org» 你好，再见 «email:b@example.org»", "Привет, «email:b@example.org», мир",
            "\u{200B}«email:a@example.org»", "«email:a\u{2066}da@exa\u{3164}mple.org»",
            "«email:ad\u{E0100}a@example.org»", "«email:a\u{FE0F}da@exa\u{8}\u{8}mple.org»",
            "«email:ada\u{0}@exam\u{90}ple.org»",
            "«credit_card:4️1111️11111\u{1B}1111\u{7F}11»",
            // What hides something may also divide two of a kind.
            "«email:jane@corp.com»\u{0}«email:john@corporation.com»\u{0}", "«email:a@b.org»\u{1F}«email:c@d.org»",
            "«email:jane.doe@corporation.com»\u{200B}«email:a@b.org»", "«email:a@b.org»\u{0}«email:c@d.o\u{0}rg»",
            "«email:jane.doe@corporation.com\u{200B}a»«email:@b.o\u{200B}rg»",
            // Nothing is between a word and a number, and within the number.
            "card\u{200B}«credit_card:4111 1111 \u{200B}1111 1111» ok",
            "card «credit_card:4111 1111 \u{200B}1111 1111»\u{200B}ok",
            "call\u{1}«phone:+49 30\u{1} 901820»\u{1}now", "«email:ada@example.\u{FE0F}com»",
            "«credit_card:4111-\u{FE0F}1111-1111-1111»", "«email:ada\u{180B}@exa\u{61C}mple.org»",
        ].map(MarkedText.init))
    func `a disguised match is found where its bytes are`(marked: MarkedText) {
        let findings = PIIInspector().findings(in: Array(marked.text.utf8))
        #expect(findings.map { "\($0.kind) \($0.span.lowerBound)..<\($0.span.upperBound)" } == marked.spans)
    }

    @Test func `nothing of an address is left, whatever stands between and within addresses`() {
        let addresses = ["ada@example.com", "bob@example.org", "a@b.co", "x_y-z@mail.example.co.uk"]
        let invisible = ["\u{200B}", "\u{2060}", "\u{1}", "\u{FEFF}", "\u{AD}", "\u{180B}"].map { Array($0.utf8) }
        var random = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            var (text, isOfAddress): ([UInt8], [Bool]) = ([], [])
            func add(_ bytes: [UInt8], isOfAddress is: Bool) {
                text += bytes
                isOfAddress += bytes.map { _ in `is` }
            }
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                for byte in addresses[Int.random(in: addresses.indices, using: &random)].utf8 {
                    add([byte], isOfAddress: true)
                    guard Int.random(in: 0..<12, using: &random) == 0 else { continue }
                    add(invisible[Int.random(in: invisible.indices, using: &random)], isOfAddress: false)
                }
                add(invisible[Int.random(in: invisible.indices, using: &random)], isOfAddress: false)
            }
            let found = PIIInspector().findings(in: text).map(\.span)
            let left = text.indices.filter { place in isOfAddress[place] && !found.contains { $0.contains(place) } }
            #expect(left.isEmpty, "\(String(decoding: text, as: UTF8.self).debugDescription): \(found)")
        }
    }

    @Test(arguments: [
        "Цена 4111 рублей", "naïve café — déjà vu", "１２３", "👩\u{200D}👩\u{200D}👧", "می\u{200C}خواهم", "don’t — “stop”",
        "\u{FEFF}text", "1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣9️⃣0️⃣1️⃣2️⃣", "☀️sunny", "\u{1B}[1mbold\u{1B}[0m",
    ])
    func `ordinary text of any script is left alone`(text: String) {
        #expect(PIIInspector().findings(in: Array(text.utf8)).isEmpty)
    }
}
