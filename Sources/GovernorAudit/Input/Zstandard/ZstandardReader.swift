/// Reads Zstandard (RFC 8878) in pieces, so that a file of any size takes a bounded amount of memory: at most 128 MiB, the
/// furthest that libzstd lets copies reach unless asked; 8 MiB in what `zstd` writes without `--long` and `--ultra`.
///
/// Frames one after another, as `cat a.zst b.zst` makes them, are one text. Checksums are compared where there are some.
public final class ZstandardReader {
    /// The first bytes of a Zstandard file, but for those that begin with a frame to be skipped.
    public static let magic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]

    /// How much is decompressed at a time.
    private static let pieceSize = 1 << 20

    private let library: ZstandardLibrary
    private let stream: OpaquePointer
    private let source: GzipReader.Source
    private var input: [UInt8] = []
    private var position = 0
    /// Whether a frame has begun and has not ended.
    private var isWithinFrame = true
    private var isAtEnd = false

    /// Starts reading.
    ///
    /// - Throws: ``AuditError/decompressorMissing`` where libzstd is not installed.
    public init(source: @escaping GzipReader.Source) throws {
        guard let library = ZstandardLibrary.standard, let stream = library.create() else {
            throw AuditError.decompressorMissing
        }
        (self.library, self.stream, self.source) = (library, stream, source)
    }

    deinit { _ = library.free(stream) }

    /// The next decompressed bytes; nil after the last.
    ///
    /// - Throws: ``AuditError/invalidCompression(problem:)``, and what the source throws.
    public func next() throws -> [UInt8]? {
        var piece = [UInt8](repeating: 0, count: Self.pieceSize)
        var filled = 0
        while filled < piece.count {
            if position == input.count, !isAtEnd {
                let block = try source()
                (input, position, isAtEnd) = (block ?? [], 0, block == nil)
            }
            let before = filled
            filled = try decompress(into: &piece, from: before)
            // What libzstd still holds may be more than a piece.
            if isAtEnd, filled == before { break }
        }
        guard filled > 0 else {
            guard !isWithinFrame else { throw AuditError.invalidCompression(problem: "it ends too early") }
            return nil
        }
        piece.removeLast(piece.count - filled)
        return piece
    }

    /// Decompresses what fits.
    ///
    /// - Returns: How much of the piece is filled.
    private func decompress(into piece: inout [UInt8], from filled: Int) throws -> Int {
        try input.withUnsafeBytes { packed in
            try piece.withUnsafeMutableBytes { text in
                var from = ZstandardLibrary.Input(bytes: packed.baseAddress, size: packed.count, position: position)
                var to = ZstandardLibrary.Output(bytes: text.baseAddress, size: text.count, position: filled)
                // Nothing comes and nothing is left to write: between frames that would begin another one.
                guard isWithinFrame || from.position < from.size else { return filled }
                let result = library.decompress(stream, &to, &from)
                guard library.isError(result) == 0 else {
                    let name = library.errorName(result).map { String(cString: $0) } ?? "error \(result)"
                    throw AuditError.invalidCompression(problem: "libzstd says '\(name)'")
                }
                (isWithinFrame, position) = (result != 0, from.position)
                return to.position
            }
        }
    }
}
