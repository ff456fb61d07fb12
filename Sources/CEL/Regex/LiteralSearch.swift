/// Looks for plain text, remembering how much of it the bytes so far end with (Knuth, Morris and Pratt, 1977).
struct LiteralSearch: Sendable {
    private let literal: [UInt8]
    private let fallback: [Int]

    init(_ literal: [UInt8]) {
        self.literal = literal
        fallback = Self.prefixFunction(literal)
    }

    func find(in text: UnsafeBufferPointer<UInt8>) -> (found: Bool, steps: Int) {
        guard let first = literal.first else { return (true, 1) }
        guard literal.count <= text.count else { return (false, 1) }
        var matched = 0
        var steps = 0
        for byte in text {
            steps += 1
            if matched == 0, byte != first { continue }
            while matched > 0, byte != literal[matched] {
                matched = fallback[matched - 1]
                steps += 1
            }
            if byte == literal[matched] { matched += 1 }
            if matched == literal.count { return (true, steps) }
        }
        return (false, steps)
    }

    /// For each prefix, the length of its longest proper suffix that is a prefix too.
    private static func prefixFunction(_ literal: [UInt8]) -> [Int] {
        var result = [Int](repeating: 0, count: literal.count)
        var length = 0
        for index in literal.indices.dropFirst() {
            while length > 0, literal[index] != literal[length] { length = result[length - 1] }
            if literal[index] == literal[length] { length += 1 }
            result[index] = length
        }
        return result
    }
}
