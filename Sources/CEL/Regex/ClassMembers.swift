/// What a class holds while it is read, and the classes that have names.
struct ClassMembers: Equatable {
    /// Scalar values, closed under case where the flag i was set.
    var ranges: [ClosedRange<UInt32>] = []
    /// A mask of general categories.
    var categories: UInt32 = 0
    /// Masks of general categories, each for the scalars that are in none of them.
    var absentCategories: [UInt32] = []

    mutating func formUnion(_ other: ClassMembers) {
        ranges += other.ranges
        categories |= other.categories
        absentCategories += other.absentCategories
    }

    /// The class closed under case, or everything but that.
    ///
    /// The order matters: with the flag i, `\W` is what has no case variant in `\w`, not what has one outside of it.
    func resolved(isNegated: Bool, folds: Bool) -> ClassMembers {
        var result = self
        if folds { result.ranges = CaseFolding.closure(of: ranges) }
        guard isNegated else { return result }
        // Named classes are either ranges or categories.
        guard ranges.isEmpty else { return ClassMembers(ranges: ScalarSet.complement(of: result.ranges)) }
        result.categories = 0
        result.absentCategories = [categories]
        return result
    }

    private init(_ text: String) {
        let values = text.unicodeScalars.map(\.value)
        ranges = stride(from: 0, to: values.count, by: 2).map { values[$0]...values[$0 + 1] }
    }

    init(ranges: [ClosedRange<UInt32>] = [], categories: UInt32 = 0) {
        self.ranges = ranges
        self.categories = categories
    }

    /// `\d`, `\s`, `\w` (ASCII, as in RE2), or in upper case what is left; nil for other letters.
    static func perl(_ scalar: Unicode.Scalar) -> (members: ClassMembers, isNegated: Bool)? {
        switch scalar {
        case "d", "D": (ClassMembers("09"), scalar == "D")
        case "s", "S": (ClassMembers("\t\n\u{c}\r  "), scalar == "S")
        case "w", "W": (ClassMembers("09AZaz__"), scalar == "W")
        default: nil
        }
    }

    /// A class of POSIX (all ASCII) by its name between `[:` and `:]`; nil for other names.
    init?(posix name: String) {
        switch name {
        case "alnum": self.init("09AZaz")
        case "alpha": self.init("AZaz")
        case "ascii": self.init("\0\u{7f}")
        case "blank": self.init("\t\t  ")
        case "cntrl": self.init("\0\u{1f}\u{7f}\u{7f}")
        case "digit": self.init("09")
        case "graph": self.init("!~")
        case "lower": self.init("az")
        case "print": self.init(" ~")
        case "punct": self.init("!/:@[`{~")
        case "space": self.init("\t\r  ")
        case "upper": self.init("AZ")
        case "word": self.init("09AZaz__")
        case "xdigit": self.init("09AFaf")
        default: return nil
        }
    }

    /// A general category, a script or `Any` by its name in `\p{…}`; nil for other names.
    init?(property name: String) {
        if name == "Any" {
            self.init(ranges: [0...0x10ffff])
        } else if let mask = GeneralCategories.mask(named: name) {
            self.init(categories: mask)
        } else if let ranges = UnicodeScripts.ranges(named: name) {
            self.init(ranges: ranges)
        } else {
            return nil
        }
    }
}
