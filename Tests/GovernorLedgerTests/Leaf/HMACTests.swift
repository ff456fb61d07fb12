import Crypto
import GovernorCore
import Testing

@testable import GovernorLedger

@Suite struct HMACTests {
    /// RFC 4231, section 4: the cases whose keys fit one block.
    @Test(arguments: [
        (
            key: [UInt8](repeating: 0x0B, count: 20), message: Array("Hi There".utf8),
            code: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xAA, count: 20), [UInt8](repeating: 0xDD, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            Array(1...25), [UInt8](repeating: 0xCD, count: 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
    ])
    func publishedCodes(key: [UInt8], message: [UInt8], code: String) {
        #expect(key.withUnsafeBytes { Digest.hmac(message, key: $0) }.hex == code)
    }

    /// Messages around the ends of blocks, keys up to a whole one.
    @Test func agreesWithTheLibrary() {
        var random = SystemRandomNumberGenerator()
        for length in [0, 1, 8, 55, 56, 63, 64, 65, 119, 120, 128, 1000] {
            for keyLength in [0, 1, 31, 32, 33, 63, 64] {
                let key = (0..<keyLength).map { _ in UInt8.random(in: 0...255, using: &random) }
                let message = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
                let expected = HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key))
                #expect(key.withUnsafeBytes { Digest.hmac(message, key: $0) }.bytes == Array(expected))
            }
        }
    }
}
