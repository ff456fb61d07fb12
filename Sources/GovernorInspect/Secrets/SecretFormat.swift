/// The published form of one provider's credential: what it begins with, what may follow, and how much of it.
struct SecretFormat: Sendable {
    /// The bytes it begins with; at least three.
    let prefix: [UInt8]
    /// What a finding of it is called, such as `github_token`.
    let kind: String
    /// The bytes that may follow the prefix.
    let alphabet: ByteSet
    /// How many bytes may follow the prefix.
    let length: ClosedRange<Int>
    /// What else the bytes must satisfy.
    let check: SecretCheck

    init(
        _ kind: String, _ prefix: String, _ alphabet: ByteSet, _ length: ClosedRange<Int>,
        check: SecretCheck = .varied
    ) {
        self.prefix = Array(prefix.utf8)
        self.kind = kind
        self.alphabet = alphabet
        self.length = length
        self.check = check
    }

    init(_ kind: String, _ prefix: String, _ alphabet: ByteSet, _ length: Int, check: SecretCheck = .varied) {
        self.init(kind, prefix, alphabet, length...length, check: check)
    }

    /// The longest length of any format, prefix included.
    static let longest = 1100
}

/// What the body of a token must satisfy beyond its alphabet and length.
enum SecretCheck: Sendable {
    /// It does not look typed: no long repetition or sequence, letters and digits mixed where it is long.
    case varied
    /// Any body of the right length: the prefix is unmistakable and bodies may be regular.
    case anyBody
    /// Dots part it into fields of exactly these lengths.
    case fields([Int])
    /// The last six characters are the CRC-32 of those before, in base 62.
    case crc32Base62
    /// The last eight characters, after `_`, are the CRC-32 of all before, in hexadecimal.
    case crc32Hexadecimal
    /// Bech32 (BIP 173): the last six characters are a checksum over prefix and body.
    case bech32
    /// It has this text within.
    case contains(StaticString)
}

extension ByteSet {
    static let lowerHexadecimal = ByteSet("0123456789abcdef".utf8)
    static let hexadecimal = ByteSet("0123456789abcdefABCDEF".utf8)
    static let base62 = ByteSet.digits.union(.letters)
    static let upperBase36 = ByteSet.digits.union(ByteSet(UInt8(ascii: "A")...UInt8(ascii: "Z")))
    static let word = ByteSet.base62.union(ByteSet("_".utf8))
    static let base64 = ByteSet.base62.union(ByteSet("+/=".utf8))
    static let base64URL = ByteSet.word.union(ByteSet("-".utf8))
    static let dotted = ByteSet.base64URL.union(ByteSet(".".utf8))
    static let uuid = ByteSet.hexadecimal.union(ByteSet("-".utf8))
}
