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
            "«email:jane.doe@corporation.com»\u{200B}«email:a@b.org»", "«email:a@b.org»«email:\u{0}c@d.o\u{0}rg»",
            "«email:jane.doe@corporation.com\u{200B}a»«email:@b.o\u{200B}rg»",
        ].map(MarkedText.init))
    func `a disguised match is found where its bytes are`(marked: MarkedText) {
        let findings = PIIInspector().findings(in: Array(marked.text.utf8))
        #expect(findings.map { "\($0.kind) \($0.span.lowerBound)..<\($0.span.upperBound)" } == marked.spans)
    }

    @Test(arguments: [
        "Цена 4111 рублей", "naïve café — déjà vu", "１２３", "👩\u{200D}👩\u{200D}👧", "می\u{200C}خواهم", "don’t — “stop”",
        "\u{FEFF}text", "1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣9️⃣0️⃣1️⃣2️⃣", "☀️sunny", "\u{1B}[1mbold\u{1B}[0m",
    ])
    func `ordinary text of any script is left alone`(text: String) {
        #expect(PIIInspector().findings(in: Array(text.utf8)).isEmpty)
    }
}
