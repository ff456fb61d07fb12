import GovernorCore

/// The name of a signing key in notes; for a log it is also the origin line of its checkpoints.
///
/// Usually an address without scheme, such as `example.com/governor`. Never empty, no Unicode spaces, no `+`, no control
/// characters. Names are equal when their bytes are.
public struct KeyName: Sendable, Hashable, CustomStringConvertible {
    private let name: ExactString

    /// Reads a name.
    ///
    /// - Throws: ``NoteError/malformedKeyName``.
    public init(parsing text: String) throws(NoteError) {
        let isLegal = text.unicodeScalars.allSatisfy { scalar in
            !scalar.properties.isWhitespace && scalar != "+" && scalar.value >= 0x20
        }
        guard isLegal, !text.isEmpty else { throw .malformedKeyName }
        name = ExactString(text)
    }

    /// The name as text.
    public var description: String { name.text }
}

/// The first four bytes of a digest that covers name, type and public key: tells keys of one name apart.
///
/// Not a fingerprint: a collision is easy to make, and then ends in a signature that does not verify.
public struct KeyID: Sendable, Hashable, CustomStringConvertible {
    /// The four bytes, big-endian.
    public let value: UInt32

    /// Wraps a number.
    public init(_ value: UInt32) { self.value = value }

    /// Takes the first four bytes of a digest.
    init(firstBytesOf digest: Digest) { value = digest.bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) } }

    /// The four bytes in eight lower-case hexadecimal digits.
    public var description: String { Hex.encode(bytes) }

    var bytes: [UInt8] { [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)] }
}
