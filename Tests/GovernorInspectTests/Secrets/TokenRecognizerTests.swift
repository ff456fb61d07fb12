import GovernorCore
import Testing

@testable import GovernorInspect

/// Tokens are drawn from a seeded generator: none was ever issued.
struct TokenRecognizerTests {
    @Test(arguments: SecretFormat.all.indices)
    func `a drawn token of every format is found with its bytes and nothing else`(number: Int) throws {
        let format = SecretFormat.all[number]
        var random = SeededGenerator(seed: UInt64(number) + 1)
        let token = DrawnToken.text(of: format, using: &random)
        for (before, after) in [("", ""), ("export X=", "\n"), ("key: \"", "\","), ("see ", " there"), ("(", ")")] {
            let text = Array((before + token + after).utf8)
            let findings = SecretsInspector().findings(in: text)
            let span = before.utf8.count..<before.utf8.count + token.utf8.count
            #expect(findings.map(\.span) == [span], "\(format.kind)")
            #expect(findings.first?.kind == format.kind)
        }
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `a right checksum makes a token sure, a wrong one less sure`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for prefix in ["ghp_", "npm_"] {
            let format = try #require(SecretFormat.all.first { $0.prefix.elementsEqual(prefix.utf8) })
            let token = DrawnToken.text(of: format, using: &random)
            let right = try #require(SecretsInspector().findings(in: Array(token.utf8)).first)
            #expect(right.evidence == .checksum && right.confidence == 0.99)
            let altered = token.dropLast() + (token.hasSuffix("A") ? "B" : "A")
            let wrong = try #require(SecretsInspector().findings(in: Array(altered.utf8)).first)
            #expect(wrong.evidence == .prefix && wrong.confidence == 0.8)
        }
    }

    /// CRC-32 of `123456789` is CBF43926 (IEEE 802.3), written in base 62 in the test; `A12UEL5L` is valid in BIP 173.
    @Test func `checksums agree with published values`() {
        func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
        func isBase62(_ text: String) -> Bool { TokenChecksum.isBase62(bytes(text).span, in: 0..<text.utf8.count) }
        func isHexadecimal(_ text: String) -> Bool {
            TokenChecksum.isHexadecimal(bytes(text).span, in: 0..<text.utf8.count)
        }
        func isBech32(_ text: String) -> Bool {
            TokenChecksum.isBech32(bytes(text).span, prefix: bytes("A1"), in: 0..<text.utf8.count)
        }
        #expect(isBase62("1234567893jZRME") && !isBase62("1234567883jZRME"))
        #expect(isHexadecimal("123456789_cbf43926") && !isHexadecimal("123456789_cbf43927"))
        #expect(isBech32("2UEL5L") && !isBech32("2UEL5Q"))
    }

    @Test(arguments: [
        "ghp_" + String(repeating: "x", count: 36), "ghp_short", "AKIAIOSFODNN7EXAMPLE",
        "TODAYINASIAASACKOFRICEFELLOVER",
        "https://github.com/xoxa-nyc/xoxa-nyc.github.io", "xoxb-xxxxxxxxx-xxxxxxxxxx-xxxxxxxxxxxx",
        "hf_transformers_library",
        "xoxb-your-slack-bot-token-goes-here-please", "sk-ant-your-key-here", "SK_UNIQUE_CONSTRAINT",
        "npm_config_registry",
        "sk_live_xxxxxxxxxxxxxxxxxxxxxxxxxxxx", "video_box.ico-7a388b69018576d24b59331fd60aab0c.png",
        "re_compile_pattern",
        "secret_key_base_for_rails_applications", "key-value-store-for-the-masses-of-people", "pat.match(line)",
        "xoxp-572370529330-573807301142-572331691188-####################",
    ])
    func `what merely begins like a token is not found`(text: String) {
        #expect(SecretsInspector().findings(in: Array(text.utf8)) == [])
    }

    @Test(arguments: [
        ("Q~", 3, "7", 34), ("JQQJ99", 52, "", 26), (".atlasv1.", 14, "", 64), ("T3BlbkFJ", 23, "", 20),
    ])
    func `a token is found by the mark within it`(mark: String, before: Int, digit: String, after: Int) {
        var random = SeededGenerator(seed: 7)
        let token =
            DrawnToken.letters(before, using: &random) + digit + mark + DrawnToken.letters(after, using: &random)
        let findings = SecretsInspector().findings(in: Array("x = \(token);".utf8))
        #expect(findings.map(\.span) == [4..<4 + token.utf8.count])
    }

    @Test func `a bot token is found with its number`() {
        var random = SeededGenerator(seed: 8)
        let token = "1234567890:AA" + DrawnToken.letters(33, using: &random)
        let findings = SecretsInspector().findings(in: Array("bot \(token) end".utf8))
        #expect(findings.map(\.kind) == ["telegram_token"])
        #expect(findings.map(\.span) == [4..<4 + token.utf8.count])
    }
}
