/// What a regular expression compiles to: instructions that a set of positions walks through.
///
/// A class, because every search hands it on and a struct of arrays would count references for each of them.
final class RegexProgram: Sendable {
    enum Instruction: Equatable, Sendable {
        /// Goes on when the next scalar has this value.
        case scalar(UInt32)
        /// Goes on when the next scalar is in this set.
        case set(Int)
        /// Goes on where a condition holds, without taking a scalar.
        case assertion(RegexAssertion)
        /// Goes on at both places.
        case fork(Int, Int)
        /// Goes on at another place.
        case jump(Int)
        /// The expression has matched.
        case match
    }

    let instructions: [Instruction]
    let sets: [ScalarSet]
    /// The search for a plain text, when the expression is nothing but that.
    let literal: LiteralSearch?
    /// Which bytes can begin a match; nil when a match may begin with no byte at all or with any.
    let firstBytes: ByteSet?
    /// Whether a match can only begin at the start of the text.
    let isAnchored: Bool

    init(
        instructions: [Instruction], sets: [ScalarSet], literal: LiteralSearch?, firstBytes: ByteSet?, isAnchored: Bool
    ) {
        self.instructions = instructions
        self.sets = sets
        self.literal = literal
        self.firstBytes = firstBytes
        self.isAnchored = isAnchored
    }
}

/// A set of byte values.
struct ByteSet: Equatable, Sendable {
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    static func == (left: ByteSet, right: ByteSet) -> Bool { left.words == right.words }

    mutating func insert(_ byte: UInt8) {
        let bit: UInt64 = 1 << UInt64(byte & 63)
        switch byte >> 6 {
        case 0: words.0 |= bit
        case 1: words.1 |= bit
        case 2: words.2 |= bit
        default: words.3 |= bit
        }
    }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        let word =
            switch byte >> 6 {
            case 0: words.0
            case 1: words.1
            case 2: words.2
            default: words.3
            }
        return word >> UInt64(byte & 63) & 1 == 1
    }
}
