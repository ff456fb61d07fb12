/// Unicode's general categories as bits, so that `\p{L}` or `[\p{Lu}\p{Nd}]` is one mask.
///
/// Every scalar has exactly one category.
enum GeneralCategories {
    private static let names = [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po",
        "Sm", "Sc",
        "Sk", "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn",
    ]

    /// The mask of a name with one letter (`L`) or two (`Lu`); nil for other names.
    static func mask(named name: String) -> UInt32? {
        // `C` does not include unassigned values in RE2, so `Cn` has no name there either.
        let mask = names.dropLast().indices.reduce(UInt32(0)) { mask, index in
            let matches = name.utf8.count == 1 ? names[index].hasPrefix(name) : names[index] == name
            return matches ? mask | 1 << UInt32(index) : mask
        }
        return mask == 0 ? nil : mask
    }

    /// The bit of a scalar value's category.
    static func mask(of value: UInt32) -> UInt32 {
        // Surrogates are no scalars; they cannot occur in text.
        guard let scalar = Unicode.Scalar(value) else { return 1 << index(of: .surrogate) }
        return 1 << index(of: scalar.properties.generalCategory)
    }

    private static func index(of category: Unicode.GeneralCategory) -> UInt32 {
        switch category {
        case .uppercaseLetter: 0
        case .lowercaseLetter: 1
        case .titlecaseLetter: 2
        case .modifierLetter: 3
        case .otherLetter: 4
        case .nonspacingMark: 5
        case .spacingMark: 6
        case .enclosingMark: 7
        case .decimalNumber: 8
        case .letterNumber: 9
        case .otherNumber: 10
        case .connectorPunctuation: 11
        case .dashPunctuation: 12
        case .openPunctuation: 13
        case .closePunctuation: 14
        case .initialPunctuation: 15
        case .finalPunctuation: 16
        case .otherPunctuation: 17
        case .mathSymbol: 18
        case .currencySymbol: 19
        case .modifierSymbol: 20
        case .otherSymbol: 21
        case .spaceSeparator: 22
        case .lineSeparator: 23
        case .paragraphSeparator: 24
        case .control: 25
        case .format: 26
        case .surrogate: 27
        case .privateUse: 28
        case .unassigned: 29
        @unknown default: 29
        }
    }
}
