/// Puts values back for their placeholders in an answer that arrives in chunks.
///
/// It holds back only what may still become a placeholder, at most the length of the longest one. However the answer is
/// cut, the bytes that come out are the same. What is put in is not looked at again.
public struct PlaceholderRestorer: Sendable {
    private static let opening = UInt8(ascii: "[")

    /// Sorted by name.
    private let placeholders: [(name: [UInt8], original: [UInt8])]
    /// The beginning of what may become a placeholder; empty or from an opening bracket on.
    private var held: [UInt8] = []
    /// The placeholders that begin with what is held.
    private var candidates = 0..<0

    /// Creates a restorer for ``RedactedText/placeholders``.
    public init(_ placeholders: [String: [UInt8]]) {
        self.placeholders = placeholders.map { (Array($0.key.utf8), $0.value) }
            .sorted { $0.name.lexicographicallyPrecedes($1.name) }
    }

    /// Takes the next bytes of the answer; returns those that are settled.
    public mutating func append(_ chunk: Span<UInt8>) -> [UInt8] {
        var settled: [UInt8] = []
        var position = 0
        while position < chunk.count {
            if held.isEmpty || chunk[position] == Self.opening {
                // A placeholder has no bracket within.
                settled += held
                held = []
                candidates = placeholders.indices
                let opening = candidates.isEmpty ? chunk.count : chunk.firstOffset(of: Self.opening, from: position)
                settled.append(copying: chunk.extracting(position..<opening))
                position = opening
                guard position < chunk.count else { break }
            }
            hold(chunk[position], settled: &settled)
            position += 1
        }
        return settled
    }

    /// Ends the answer; returns what was held back.
    public mutating func finish() -> [UInt8] {
        defer { held = [] }
        return held
    }

    private mutating func hold(_ byte: UInt8, settled: inout [UInt8]) {
        let place = held.count
        held.append(byte)
        let start = first { $0.count > place && $0[place] >= byte }
        let end = first { $0.count > place && $0[place] > byte }
        candidates = start..<end
        if start == end {
            settled += held
            held = []
        } else if placeholders[start].name.count == held.count {
            settled += placeholders[start].original
            held = []
        }
    }

    /// The first of the candidates that a condition holds for, which holds for all after it too.
    private func first(where condition: ([UInt8]) -> Bool) -> Int {
        var (low, high) = (candidates.lowerBound, candidates.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if condition(placeholders[middle].name) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension Span<UInt8> {
    /// Where a byte stands first, from an offset on; the end where it stands nowhere.
    fileprivate func firstOffset(of byte: UInt8, from start: Int) -> Int {
        var offset = start
        while offset < count, self[offset] != byte { offset += 1 }
        return offset
    }
}

extension [UInt8] {
    fileprivate mutating func append(copying bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
    }
}
