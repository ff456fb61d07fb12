/// Reads what pieces of a text say that are Base64 or hexadecimal digits.
///
/// Hardly a word is as long as the shortest piece, so that the decoders see little of most texts.
struct FragmentReader: Sendable {
    /// The fewest characters of a piece: 12 bytes in Base64. Digits of hexadecimal are characters of Base64, too.
    private static let shortestRun = 16

    private var base64 = FragmentDecoder.base64
    private var hex = FragmentDecoder.hex
    /// The last 16 bytes, the newest lowest.
    private var recent: UInt128 = 0
    /// How many of the last bytes in a row are characters of Base64.
    private var run = 0

    /// Takes the next bytes of the text; gives what becomes readable by them, and a blank after a piece.
    mutating func take(_ bytes: Span<UInt8>, _ give: (UInt8) -> Void) {
        let isPlain = !mayReadPiece(in: bytes)
        for index in (isPlain ? max(0, bytes.count - Self.shortestRun) : 0)..<bytes.count {
            let byte = bytes[index]
            recent = recent << 8 | UInt128(byte)
            let before = run
            run = base64.reads(byte) ? before &+ 1 : 0
            if !isPlain, max(before, run) >= Self.shortestRun { decode(byte, give) }
        }
    }

    /// Whether there are as many characters of Base64 in a row as a piece has, or a piece is under way.
    private func mayReadPiece(in bytes: Span<UInt8>) -> Bool {
        guard run < Self.shortestRun else { return true }
        let run = run
        return bytes.withUnsafeBufferPointer { bytes in
            base64.values.withUnsafeBufferPointer { values in
                // Where the first piece may be long enough, and the character after the last one that is not of Base64.
                var (end, start) = (Self.shortestRun - run - 1, 0)
                while end < bytes.count {
                    var place = end
                    while place >= start, values[Int(bytes[place])] != .max { place -= 1 }
                    if place < start { return true }
                    (start, end) = (place + 1, place + Self.shortestRun)
                }
                return false
            }
        }
    }

    /// Ends the piece under way.
    mutating func finish(_ give: (UInt8) -> Void) {
        base64.finish(give)
        hex.finish(give)
        run = 0
    }

    private mutating func decode(_ byte: UInt8, _ give: (UInt8) -> Void) {
        guard run == Self.shortestRun else { return decodeNext(byte, give) }
        for index in (0..<Self.shortestRun).reversed() {
            decodeNext(UInt8(truncatingIfNeeded: recent >> UInt128(8 * index)), give)
        }
    }

    private mutating func decodeNext(_ byte: UInt8, _ give: (UInt8) -> Void) {
        base64.take(byte, give)
        hex.take(byte, give)
    }
}
