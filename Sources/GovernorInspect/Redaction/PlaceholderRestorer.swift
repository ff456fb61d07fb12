/// Puts values back for their placeholders in an answer that arrives in chunks.
///
/// It holds back only what may still become a placeholder, at most the length of the longest one. However the answer is
/// cut, the bytes that come out are the same. What is put in is not looked at again.
public struct PlaceholderRestorer: Sendable {
    private static let opening = UInt8(ascii: "[")

    private let originals: [[UInt8]: [UInt8]]
    private let names: [[UInt8]]
    /// The beginning of what may become a placeholder; empty or from an opening bracket on.
    private var held: [UInt8] = []

    /// Creates a restorer for ``RedactedText/placeholders``.
    public init(_ placeholders: [String: [UInt8]]) {
        originals = Dictionary(uniqueKeysWithValues: placeholders.map { (Array($0.key.utf8), $0.value) })
        names = Array(originals.keys)
    }

    /// Takes the next bytes of the answer; returns those that are settled.
    public mutating func append(_ chunk: some Sequence<UInt8>) -> [UInt8] {
        var settled: [UInt8] = []
        for byte in chunk {
            if byte == Self.opening {
                // A placeholder has no bracket within.
                settled += held
                held = [byte]
                if names.isEmpty { settle(into: &settled) }
                continue
            }
            guard !held.isEmpty else {
                settled.append(byte)
                continue
            }
            held.append(byte)
            if let original = originals[held] {
                settled += original
                held = []
            } else if !names.contains(where: { $0.starts(with: held) }) {
                settle(into: &settled)
            }
        }
        return settled
    }

    /// Ends the answer; returns what was held back.
    public mutating func finish() -> [UInt8] {
        defer { held = [] }
        return held
    }

    private mutating func settle(into settled: inout [UInt8]) {
        settled += held
        held = []
    }
}
