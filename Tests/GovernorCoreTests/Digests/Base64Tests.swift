import GovernorCore
import Testing

@Suite struct Base64Tests {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ]) func `RFC 4648 the published examples agree`(text: String, encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(text.utf8))
        let unpadded = encoded.replacing("=", with: "")
        #expect(Base64.encode(Array(text.utf8), .urlSafe) == unpadded)
        #expect(Base64.decode(unpadded, .urlSafe) == Array(text.utf8))
    }

    @Test(arguments: [
        "Zg", "Zg=", "Zg===", "Z", "Zh==", "Zm9=", "Zm 9v", "Zm9v\n", "====", "Zg==Zg==", "_-8=", "Zm9vYg=A",
    ])
    func `any other spelling is refused`(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(arguments: ["Zg==", "+/8", "Zh", "A"]) func `the URL-safe alphabet has no padding and no plus`(text: String) {
        #expect(Base64.decode(text, .urlSafe) == nil)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `random bytes come back`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for count in 0..<70 {
            let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            #expect(Base64.decode(Base64.encode(bytes, .urlSafe), .urlSafe) == bytes)
            #expect(Hex.decode(Hex.encode(bytes).uppercased().utf8) == bytes)
        }
    }

    @Test(arguments: ["0", "0g", "abc", " 00", "0x00"]) func `what is not hexadecimal is refused`(text: String) {
        #expect(Hex.decode(text.utf8) == nil)
    }

    @Test func `a digest has 32 bytes`() throws {
        let hex = String(repeating: "0f", count: 32)
        let digest = try #require(Digest(hex: "sha256:" + hex))
        #expect(digest.hex == hex)
        #expect(Digest(bytes: digest.bytes) == digest)
        #expect(Digest(hex: hex.dropLast(2).description) == nil)
        #expect(Digest(hex: "sha512:" + hex) == nil)
        #expect(Digest(bytes: [1, 2, 3]) == nil)
    }
}
