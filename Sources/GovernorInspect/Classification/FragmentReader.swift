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

    /// Takes the next byte of the text; gives what becomes readable by it, and a blank after a piece.
    @inline(__always) mutating func take(_ byte: UInt8, _ give: (UInt8) -> Void) {
        recent = recent << 8 | UInt128(byte)
        let before = run
        run = base64.reads(byte) ? before &+ 1 : 0
        if max(before, run) >= Self.shortestRun { decode(byte, give) }
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
