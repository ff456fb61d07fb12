/// What conditions need to know about one side of a place in the text.
struct RegexContext: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    /// The text begins or ends here.
    static let edge = RegexContext(rawValue: 1)
    /// A line feed.
    static let newline = RegexContext(rawValue: 2)
    /// An ASCII letter, digit or underscore.
    static let word = RegexContext(rawValue: 4)

    init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Describes the byte beside a place; the bytes of scalars beyond ASCII are neither line feeds nor of words.
    @inline(__always)
    init(_ byte: UInt8) {
        switch byte {
        case 10: self = .newline
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            self = .word
        default: self = []
        }
    }
}

extension RegexAssertion {
    /// Whether the condition holds at a place.
    func holds(before: RegexContext, after: RegexContext) -> Bool {
        switch self {
        case .textStart: before == .edge
        case .textEnd: after == .edge
        case .lineStart: before == .edge || before == .newline
        case .lineEnd: after == .edge || after == .newline
        case .wordBoundary: (before == .word) != (after == .word)
        case .notWordBoundary: (before == .word) == (after == .word)
        }
    }

    /// What the condition depends on, the edges of the text aside.
    var relevantContext: RegexContext {
        switch self {
        case .textStart, .textEnd: []
        case .lineStart, .lineEnd: .newline
        case .wordBoundary, .notWordBoundary: .word
        }
    }
}
