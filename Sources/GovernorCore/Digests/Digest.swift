/// A SHA-256 value.
///
/// The bytes only: whoever needs to compute one is handed a ``DigestFunction``, so that the pure parts build without a
/// cryptography library.
public struct Digest: Sendable, Hashable, CustomStringConvertible {
    /// The number of bytes of a digest.
    public static let byteCount = 32

    // Four words keep 32 bytes inline, without a heap allocation a digest. A vector would, too, but wants to be aligned to 32
    // bytes, and Swift 6.3.1 makes the frames of async functions too short that keep such a value: memory gets corrupted.
    private let words: Words

    private struct Words: Hashable {
        let first: UInt64
        let second: UInt64
        let third: UInt64
        let fourth: UInt64

        /// Takes 32 bytes as they are in memory.
        init(_ bytes: UnsafeRawBufferPointer) {
            first = bytes.loadUnaligned(as: UInt64.self)
            second = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
            third = bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
            fourth = bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
        }
    }

    /// Creates a digest from exactly 32 bytes; nil for any other count.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        let inPlace = bytes.withContiguousStorageIfAvailable { Words(UnsafeRawBufferPointer($0)) }
        words = inPlace ?? Array(bytes).withUnsafeBytes { Words($0) }
    }

    /// Creates a digest from 64 hexadecimal digits, with or without the prefix `sha256:`; nil for anything else.
    public init?(hex text: String) {
        let digits = text.utf8.starts(with: "sha256:".utf8) ? text.utf8.dropFirst(7) : text.utf8[...]
        guard let bytes = Hex.decode(digits) else { return nil }
        self.init(bytes: bytes)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// The value in 64 lower-case hexadecimal digits.
    public var hex: String { withUnsafeBytes { Hex.encode($0) } }

    /// The value as `sha256:` and 64 lower-case hexadecimal digits.
    public var description: String { "sha256:\(hex)" }

    /// Calls the closure with the 32 bytes in place.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try Swift.withUnsafeBytes(of: words) { try body($0) }
    }
}

/// Computes the SHA-256 of bytes.
public typealias DigestFunction = @Sendable (_ bytes: [UInt8]) -> Digest
