import GovernorCore
import Testing

@testable import CEL

struct Base64Tests {
    /// RFC 4648 §10 and the specification's case.
    static let vectors = [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"), ("hello", "aGVsbG8="),
    ]

    @Test(arguments: vectors)
    func `bytes are encoded and decoded`(text: String, encoded: String) {
        #expect(Base64.encode(Array(text.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(text.utf8))
    }

    @Test(arguments: vectors)
    func `padding may be left out`(text: String, encoded: String) {
        #expect(Base64.decode(String(encoded.prefix { $0 != "=" })) == Array(text.utf8))
    }

    @Test(arguments: [
        "Z", "Zg=", "Zm8==", "Zm9v=", "====", "=", "Zg==Zg==", "Zm 9v", "Zm9v\n", "Zm9-", "Zm9_", "Zé8=", "aGVsbG8==",
    ])
    func `other text is refused`(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `decoding undoes encoding`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bytes = (0..<Int(random.next() % 100)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }
}
