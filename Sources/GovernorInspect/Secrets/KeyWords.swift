/// What the words near a value say about it: that a secret follows, perhaps, or that something else does.
struct KeyWords: OptionSet, Sendable {
    let rawValue: UInt8

    /// `password`, `secret`, `token`, `api_key`.
    static let secret = KeyWords(rawValue: 1)
    /// `key`, `auth`, `access`: with a random value, a secret.
    static let maybe = KeyWords(rawValue: 2)
    /// `hash`, `commit`, `checksum`, `public`: random, and meant to be read.
    static let harmless = KeyWords(rawValue: 4)
    /// The last word names a property of the secret instead: `token_type`, `passwordField`.
    static let property = KeyWords(rawValue: 8)
    /// `password` and its like, whose values people choose.
    static let password = KeyWords(rawValue: 16)

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The words in a range of a text.
    init(_ text: Span<UInt8>, in range: Range<Int>) {
        self = []
        let (stems, starts) = (Self.stems, Self.starts)
        for offset in range.dropLast() where text[offset].isLetter {
            let pair = Self.pair(text[offset], text[offset + 1])
            for index in starts[pair]..<starts[pair + 1] where stems[index].stands(in: text, at: offset, of: range) {
                formUnion(stems[index].meaning)
            }
        }
    }

    private struct Stem: Sendable {
        let word: [UInt8]
        let meaning: KeyWords
        /// Whether it must be a part of its own, as in `apiKey` and `api_key`, not of a longer word, as in `monkey`.
        let isWhole: Bool

        func stands(in text: Span<UInt8>, at offset: Int, of range: Range<Int>) -> Bool {
            let end = offset + word.count
            guard text.hasWord(word, at: offset, before: range.upperBound) else { return false }
            // Only as the last word a property is what the value is: `type_token` is a token.
            if meaning == .property, end < range.upperBound { return false }
            return !isWhole || (text.beginsPart(at: offset, of: range) && text.endsPart(at: end, of: range))
        }
    }

    /// In the order of their first pairs.
    private static let stems = list.flatMap { meaning, isWhole, words in
        [UInt8].words(words).map { Stem(word: $0, meaning: meaning, isWhole: isWhole) }
    }.sorted { pair($0.word[0], $0.word[1]) < pair($1.word[0], $1.word[1]) }

    /// Where those of each pair begin in ``stems``, and the end of the last.
    private static let starts = (0...1 << 10).map { pair in
        stems.prefix { Self.pair($0.word[0], $0.word[1]) < pair }.count
    }

    /// The last five bits of each of two bytes; in any case of letters.
    private static func pair(_ first: UInt8, _ second: UInt8) -> Int { Int(first & 31) << 5 | Int(second & 31) }

    private static let list: [(KeyWords, isWhole: Bool, String)] = [
        ([.secret, .password], false, "password passwd passwort passphrase kennwort contrasena pwd passcode"),
        ([.secret, .password], true, "pass pw psw senha"),
        (
            .secret, false,
            """
            secret token apikey api_key api-key accesskey access_key access-key privatekey private_key private-key authkey \
            auth_key accountkey account_key credential encryptionkey encryption_key signingkey signing_key masterkey \
            master_key bearer appkey app_key licensekey license_key storage_key unseal
            """
        ),
        (.secret, true, "pat jwt psk"),
        (
            .maybe, true,
            """
            key keys auth access private cred creds login license salt session cookie api sig pin seed \
            authorization basic sas dsn
            """
        ),
        (
            .harmless, false,
            """
            hash sha1 sha256 sha512 sha384 md5 checksum digest etag commit integrity uuid guid fingerprint public revision \
            trace_id span_id request_id thumbprint publishable pubkey
            """
        ),
        (.harmless, true, "sha sum signature rev crc ref tag blob tree version build nonce"),
        (
            .property, true,
            """
            type types name names field fields label path file files filename dir url uri endpoint host id ids length limit size \
            len count index format pattern regex column policy error message title hint prompt text placeholder class \
            color style selector input form page link href expires expiry expiration ttl timeout lifetime header param \
            parameter attribute attr provider manager service handler method function kind scope scopes status version \
            description desc help usage example event action route regexp template property module account list set map \
            table store cache factory builder generator validator reset change rotation option options
            """
        ),
    ]
}

extension [UInt8] {
    /// The words of a list, parted by spaces.
    static func words(_ list: String) -> [[UInt8]] { list.split(separator: " ").map { Array($0.utf8) } }
}

extension Span<UInt8> {
    /// Whether a word in small letters stands at an offset, in any case of letters.
    func hasWord(_ word: [UInt8], at offset: Int, before end: Int) -> Bool {
        guard offset + word.count <= end else { return false }
        for index in word.indices {
            let byte = self[offset + index]
            guard (byte.isLetter ? byte | 0x20 : byte) == word[index] else { return false }
        }
        return true
    }

    /// Whether a part of an identifier begins at an offset: after no letter, or with the capital after a small one.
    func beginsPart(at offset: Int, of range: Range<Int>) -> Bool {
        guard offset > range.lowerBound, self[offset - 1].isLetter else { return true }
        return !self[offset - 1].isCapital && self[offset].isCapital
    }

    func endsPart(at end: Int, of range: Range<Int>) -> Bool {
        guard end < range.upperBound, self[end].isLetter else { return true }
        return self[end].isCapital && !self[end - 1].isCapital
    }
}

extension UInt8 {
    var isCapital: Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
}
