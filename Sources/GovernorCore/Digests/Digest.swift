/// A SHA-256 value.
///
/// The bytes only: whoever needs to compute one is handed a ``DigestFunction``, so that the pure parts build without a
/// cryptography library.
public struct Digest: Sendable, Hashable, CustomStringConvertible {
    /// The number of bytes of a digest.
    public static let byteCount = 32

    // SIMD keeps 32 bytes inline, without a heap allocation a digest.
    private let storage: SIMD32<UInt8>

    /// Creates a digest from exactly 32 bytes; nil for any other count.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        let inPlace = bytes.withContiguousStorageIfAvailable {
            UnsafeRawBufferPointer($0).loadUnaligned(as: SIMD32<UInt8>.self)
        }
        var storage = inPlace ?? SIMD32()
        if inPlace == nil { for (offset, byte) in bytes.enumerated() { storage[offset] = byte } }
        self.storage = storage
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
    public var hex: String { Hex.encode(bytes) }

    /// The value as `sha256:` and 64 lower-case hexadecimal digits.
    public var description: String { "sha256:\(hex)" }

    /// Calls the closure with the 32 bytes in place.
    public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try Swift.withUnsafeBytes(of: storage) { try body($0) }
    }
}

/// Computes the SHA-256 of bytes.
public typealias DigestFunction = @Sendable (_ bytes: [UInt8]) -> Digest
