import GovernorCore

/// Recognises the older addresses of Bitcoin and its relatives (Litecoin, Dogecoin, Dash, Tron) and those of Ripple by the
/// checksum of Base58Check.
struct Base58Recognizer: SpanRecognizer {
    let detector = "base58-wallet/2"
    let triggers = ByteSet("13LMDXTr".utf8)
    let followers = ByteSet.letters.union(.digits)
    let secondFollowers = ByteSet.letters.union(.digits)
    let asksOnlyAtWordStarts = true
    let reach = 40

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard let span = Wallet.word(in: text, at: position, lengths: 25...35), Base58Check.isAddress(text, span) else {
            return nil
        }
        return SpanMatch(kind: "crypto_wallet", span: span, confidence: 0.97, evidence: .checksum)
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool { text.ends(.base62, behind: position) }
}

/// Recognises the newer addresses of Bitcoin and Litecoin by the checksum of Bech32 (BIP 173, BIP 350).
struct Bech32Recognizer: SpanRecognizer {
    let detector = "bech32-wallet/1"
    let triggers = ByteSet("bBtTlL".utf8)
    let followers = ByteSet("cCbBtT".utf8)
    let secondFollowers = ByteSet("1cC".utf8)
    let asksOnlyAtWordStarts = true
    let reach = 96

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard let span = Wallet.word(in: text, at: position, lengths: 26...90), Bech32.isAddress(text, span) else {
            return nil
        }
        return SpanMatch(kind: "crypto_wallet", span: span, confidence: 0.97, evidence: .checksum)
    }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool { text.ends(.base62, behind: position) }
}

enum Wallet {
    /// The letters and digits from an offset on, when there are as many as an address has.
    static func word(in text: Span<UInt8>, at start: Int, lengths: ClosedRange<Int>) -> Range<Int>? {
        // Most words end before the shortest address does.
        guard text.byte(at: start + lengths.lowerBound - 1)?.isLetterOrDigit ?? false,
            text.byte(at: start - 1) != UInt8(ascii: "_")
        else { return nil }
        var end = start
        while end <= start + lengths.upperBound, text.byte(at: end)?.isLetterOrDigit ?? false { end += 1 }
        return lengths.contains(end - start) && text.byte(at: end) != UInt8(ascii: "_") ? start..<end : nil
    }
}

/// The checksum of Bitcoin's newer addresses.
enum Bech32 {
    static func isAddress(_ text: Span<UInt8>, _ span: Range<Int>) -> Bool {
        let start = span.lowerBound
        let prefix =
            text.hasWord("ltc1", at: start)
            ? 3 : text.hasWord("bc1", at: start) || text.hasWord("tb1", at: start) ? 2 : 0
        guard prefix > 0 else { return false }
        var checksum: UInt32 = 1
        for position in start..<start + prefix { checksum = step(checksum, UInt32(text[position] | 0x20) >> 5) }
        checksum = step(checksum, 0)
        for position in start..<start + prefix { checksum = step(checksum, UInt32(text[position] | 0x20) & 31) }
        let isUpper = !(text[start] & 0x20 != 0)
        for position in start + prefix + 1..<span.upperBound {
            let byte = text[position]
            guard byte.isDigit || (byte & 0x20 == 0) == isUpper, let value = values[Int(byte | 0x20)] else {
                return false
            }
            checksum = step(checksum, value)
        }
        return checksum == 1 || checksum == 0x2BC8_30A3
    }

    private static func step(_ checksum: UInt32, _ value: UInt32) -> UInt32 {
        let top = checksum >> 25
        var next = (checksum & 0x1FF_FFFF) << 5 ^ value
        for (index, generator) in generators.enumerated() where top >> UInt32(index) & 1 == 1 { next ^= generator }
        return next
    }

    private static let generators: [UInt32] = [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3]

    private static let values: [UInt32?] = {
        var values = [UInt32?](repeating: nil, count: 256)
        for (value, byte) in "qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8.enumerated() { values[Int(byte)] = UInt32(value) }
        return values
    }()
}
