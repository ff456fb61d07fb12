import GovernorCore
import Testing

@testable import GovernorInspect

struct Keccak256Tests {
    /// The first two are the hashes of no code and of `abc` in Ethereum's documents; the third takes two blocks.
    @Test(arguments: [
        ("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
        ("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
        (String(repeating: "a", count: 200), "96ea54061def936c4be90b518992fdc6f12f535068a256229aca54267b4d084d"),
    ])
    func `digests agree with known values`(message: String, digest: String) {
        #expect(Hex.encode(Keccak256.digest(of: Array(message.utf8))) == digest)
    }
}
