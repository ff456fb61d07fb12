/// A kind of identifier: its name, the words that announce it, and its written forms.
struct IdentifierKind: Sendable {
    /// The name findings carry: the country's code and what the number is, such as `es_nif`.
    let name: String
    /// Words and phrases of which one stands near such a number, in the languages it is written about in.
    let contextWords: [String]
    let formats: [IdentifierFormat]

    /// - Parameter words: In lower case, separated by commas.
    init(_ name: String, words: String, _ formats: IdentifierFormat...) {
        self.init(name, words: words, formats: formats)
    }

    init(_ name: String, words: String, formats: [IdentifierFormat]) {
        self.name = name
        contextWords = words.split(separator: ",").map { String($0.drop { $0 == " " }) }
        self.formats = formats
    }
}

/// Some written forms of a kind that are equally telling and checked alike.
struct IdentifierFormat: Sendable {
    let patterns: [String]
    let weight: Weight
    let check: IdentifierCheck

    init(_ patterns: String..., is weight: Weight, if check: IdentifierCheck = .none) {
        self.init(patterns, is: weight, if: check)
    }

    init(_ patterns: [String], is weight: Weight, if check: IdentifierCheck) {
        self.patterns = patterns
        self.weight = weight
        self.check = check
    }

    /// How much the form says by itself.
    enum Weight: Int, Sendable, Comparable {
        /// Nothing: the label must stand directly before it, as for nine digits that may be anything.
        case trace
        /// Little: one of its words must be near.
        case hint
        /// Enough to be reported: few other things are written so.
        case shape
        /// Everything: form and check digits together leave hardly any doubt.
        case proof

        static func < (left: Weight, right: Weight) -> Bool { left.rawValue < right.rawValue }

        /// One step less, down to ``trace``.
        var weakened: Weight { Weight(rawValue: rawValue - 1) ?? .trace }
    }
}
