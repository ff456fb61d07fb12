import GovernorCore
import GovernorInspect
import Testing

@testable import GovernorInspect

struct FinanceTests {
    @Test(
        arguments: [
            // The addresses of the examples in BIP 173 and BIP 350, and of the first block.
            "«crypto_wallet:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa»",
            "pay to «crypto_wallet:3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy».",
            "«crypto_wallet:BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4»",
            "«crypto_wallet:bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq»",
            "«crypto_wallet:bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0»",
            "«crypto_wallet:0x52908400098527886E0F7030069857D2E4169EE7»",
            "SWIFT: «bic:DEUTDEFF500»", "BIC «bic:DEUTDEFF», please",
            "my card «credit_card:4222222222222» expires", "card «credit_card:4111 1111 1111 1111» 12/30",
            "«credit_card:4012888888881881» «credit_card:4012-8888-8888-1881»",
            "«iban:AL47-2121-1009-0000-0002-3569-8741»",
        ].map(MarkedText.init))
    func `wallets, banks and cards are found with their bytes`(marked: MarkedText) {
        #expect(marked.found == marked.spans)
    }

    @Test(arguments: [
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mda", "0x529084000985",
        "DEUTDEFF",
        "the BANKINGS bank", "0x0000000000000000000000000000000000000000", "4222222222222",
        "bc1qAR0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        "16Yeky6GMjeNkAiNcBY7ZhrLoMSgg1BoyZ2",
    ])
    func `a wrong checksum, and a code that nothing names, are left alone`(text: String) {
        #expect(MarkedText(text).found.isEmpty)
    }

    // FIPS 180-4, examples.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `SHA-256 is the published one`(message: String, expected: String) {
        let hex = SHA256.digest(of: Array(message.utf8)).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        #expect(hex.joined() == expected)
    }
}
