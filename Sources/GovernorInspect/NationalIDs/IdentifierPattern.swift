/// The written form of an identifier, as one row of the table states it.
///
/// | sign | meaning |
/// |---|---|
/// | `d` `n` | a digit; a digit but 0 |
/// | `l` `u` `x` | a letter; a letter but B, I, L, O, S, Z; a letter or digit |
/// | `[A-DX]` | one of these letters or digits |
/// | `A`, `7` | itself; letters match in either case |
/// | ` ` `-` `.` `/` `+` | this separator |
/// | `_` | spaces or hyphens, the same at every `_`, or nothing |
/// | `?` | what stands before it may be missing |
///
/// A pattern without repetition has a few fixed forms; each is compared with a text in a constant number of steps.
struct IdentifierPattern: Sendable, Hashable {
    private(set) var count = 0
    private(set) var layout: UInt128 = 0
    private var allowed = PackedBytes(repeating: CharacterClass.end)
    private var literals = PackedBytes()
    private var literalPlaces = PackedBytes()
    private var sets: [PlacedSet] = []

    private struct PlacedSet: Sendable, Hashable {
        let index: Int
        let members: [UInt8]
    }

    /// Whether a text of the same count and layout has this form.
    func matches(_ text: IdentifierText) -> Bool {
        text.classes.meetsEverywhere(allowed) && text.characters.equals(literals, in: literalPlaces)
            && sets.allSatisfy { $0.members.contains(text[$0.index]) }
    }

    /// Whether it can begin with a digit, and whether with a letter.
    var begins: (withDigit: Bool, withLetter: Bool) {
        (
            allowed[0] & (CharacterClass.digit | CharacterClass.positiveDigit) != 0,
            allowed[0] & (CharacterClass.letter | CharacterClass.clearLetter) != 0
        )
    }

    /// Every form that a row's notation stands for.
    static func forms(of notation: String) -> Set<IdentifierPattern> {
        var forms: Set<IdentifierPattern> = []
        let parts = Part.parse(notation)
        for separator in parts.contains(where: \.isFlexible) ? [Separator.none, .space, .hyphen] : [.none] {
            var open = [IdentifierPattern()]
            var pending = [Separator.none]
            for part in parts {
                for index in open.indices {
                    if part.isOptional {
                        open.append(open[index])
                        pending.append(pending[index])
                    }
                    switch part.content {
                    case .flexible: pending[index] = separator
                    case .separator(let exact): pending[index] = exact
                    case .character(let character):
                        open[index].append(character, after: pending[index])
                        pending[index] = .none
                    }
                }
            }
            forms.formUnion(open)
        }
        return forms
    }

    private mutating func append(_ character: Part.Character, after separator: Separator) {
        precondition(count < IdentifierText.longest, "the pattern is longer than IdentifierText.longest")
        layout |= UInt128(separator.rawValue) << UInt128(4 * count)
        let classes =
            switch character {
            case .ofClass(let bits): bits
            case .literal(let byte): CharacterClass.of(byte)
            case .oneOf(let members): members.reduce(0) { $0 | CharacterClass.of($1) }
            }
        allowed.flip(CharacterClass.end ^ classes, at: count)
        if case .literal(let byte) = character {
            literals.flip(byte, at: count)
            literalPlaces.flip(.max, at: count)
        }
        if case .oneOf(let members) = character { sets.append(PlacedSet(index: count, members: members)) }
        count += 1
    }
}

/// One sign of the notation with its `?`.
private struct Part {
    enum Character {
        case ofClass(UInt8)
        case literal(UInt8)
        case oneOf([UInt8])
    }

    enum Content {
        case character(Character)
        case separator(Separator)
        case flexible
    }

    let content: Content
    var isOptional = false

    var isFlexible: Bool { if case .flexible = content { true } else { false } }

    static func parse(_ notation: String) -> [Part] {
        var parts: [Part] = []
        var rest = Array(notation.utf8)[...]
        while let sign = rest.popFirst() {
            switch sign {
            case UInt8(ascii: "?"): parts[parts.count - 1].isOptional = true
            case UInt8(ascii: "["):
                let end = rest.firstIndex(of: UInt8(ascii: "]")) ?? rest.endIndex
                parts.append(Part(content: .character(.oneOf(members(rest[..<end])))))
                rest = rest[end...].dropFirst()
            default: parts.append(Part(content: content(sign)))
            }
        }
        return parts
    }

    private static func content(_ sign: UInt8) -> Content {
        switch sign {
        case UInt8(ascii: "d"): .character(.ofClass(CharacterClass.digit))
        case UInt8(ascii: "n"): .character(.ofClass(CharacterClass.positiveDigit))
        case UInt8(ascii: "l"): .character(.ofClass(CharacterClass.letter))
        case UInt8(ascii: "u"): .character(.ofClass(CharacterClass.clearLetter))
        case UInt8(ascii: "x"): .character(.ofClass(CharacterClass.digit | CharacterClass.letter))
        case UInt8(ascii: " "): .separator(.space)
        case UInt8(ascii: "-"): .separator(.hyphen)
        case UInt8(ascii: "."): .separator(.dot)
        case UInt8(ascii: "/"): .separator(.slash)
        case UInt8(ascii: "+"): .separator(.plus)
        case UInt8(ascii: "_"): .flexible
        default: .character(.literal(sign))
        }
    }

    /// The characters between brackets, with ranges such as `A-D` written out.
    private static func members(_ signs: ArraySlice<UInt8>) -> [UInt8] {
        var members: [UInt8] = []
        var rest = signs
        while let first = rest.popFirst() {
            guard rest.first == UInt8(ascii: "-"), let last = rest.dropFirst().first else {
                members.append(first)
                continue
            }
            members += first...last
            rest = rest.dropFirst(2)
        }
        return members
    }
}
