extension RegexParser {
    /// What a backslash outside a class stands for; `position` is after the backslash.
    mutating func parseEscape(from start: Int) throws(LinearRegexError) -> RegexNode {
        guard let scalar = peek() else { throw problem(.trailingBackslash, at: start) }
        if let assertion = Self.assertion(scalar) {
            position += 1
            return .assertion(assertion)
        }
        if let members = try takeClassEscape(from: start) {
            return .set(ScalarSet(members, folds: flags.foldsCase))
        }
        return literal(try takeEscapedValue(from: start))
    }

    private static func assertion(_ scalar: Unicode.Scalar) -> RegexAssertion? {
        switch scalar {
        case "A": .textStart
        case "z": .textEnd
        case "b": .wordBoundary
        case "B": .notWordBoundary
        default: nil
        }
    }

    /// `\d`, `\pL`, `\p{Greek}` and the like, after the backslash; nil, and nothing taken, for other escapes.
    mutating func takeClassEscape(from start: Int) throws(LinearRegexError) -> ClassMembers? {
        guard let scalar = peek() else { return nil }
        if let (members, isNegated) = ClassMembers.perl(scalar) {
            position += 1
            return members.resolved(isNegated: isNegated, folds: flags.foldsCase)
        }
        guard scalar == "p" || scalar == "P" else { return nil }
        position += 1
        var isNegated = scalar == "P"
        let name = try takePropertyName(from: start)
        let positive = name.first == "^" ? String(name.dropFirst()) : name
        if name.first == "^" { isNegated.toggle() }
        let key = "\(isNegated) \(flags.foldsCase) \(positive)"
        if let known = properties[key] { return known }
        guard let members = ClassMembers(property: positive) else { throw problem(.unknownClass, at: start) }
        let resolved = members.resolved(isNegated: isNegated, folds: flags.foldsCase)
        properties[key] = resolved
        return resolved
    }

    private mutating func takePropertyName(from start: Int) throws(LinearRegexError) -> String {
        guard take("{") else {
            guard let letter = peek() else { throw problem(.unknownClass, at: start) }
            position += 1
            return String(Character(letter))
        }
        guard let end = scalars[position...].firstIndex(of: "}") else { throw problem(.unknownClass, at: start) }
        var name = String.UnicodeScalarView()
        name.append(contentsOf: scalars[position..<end])
        position = end + 1
        return String(name)
    }

    /// The value of an escaped character, after the backslash.
    mutating func takeEscapedValue(from start: Int) throws(LinearRegexError) -> UInt32 {
        guard let scalar = peek() else { throw problem(.trailingBackslash, at: start) }
        position += 1
        switch scalar {
        case "a": return 7
        case "f": return 12
        case "n": return 10
        case "r": return 13
        case "t": return 9
        case "v": return 11
        case "x": return try takeHexadecimal(from: start)
        case "0": return takeOctal(startingWith: 0)
        case "1"..."7":
            // One digit is a backreference; more are an octal code.
            guard let next = peek(), ("0"..."7").contains(next) else { throw problem(.backreference, at: start) }
            return takeOctal(startingWith: scalar.value - 48)
        case "8", "9", "k", "g": throw problem(scalar.properties.isAlphabetic ? .badEscape : .backreference, at: start)
        default:
            guard scalar.isASCII, scalar == "_" || !Self.isWord(scalar) else { throw problem(.badEscape, at: start) }
            return scalar.value
        }
    }

    private mutating func takeOctal(startingWith first: UInt32) -> UInt32 {
        var value = first
        for _ in 0..<2 {
            guard let digit = peek(), ("0"..."7").contains(digit) else { break }
            value = value * 8 + digit.value - 48
            position += 1
        }
        return value
    }

    /// `\x7F` or `\x{10FFFF}`, after the `x`.
    private mutating func takeHexadecimal(from start: Int) throws(LinearRegexError) -> UInt32 {
        let isBraced = take("{")
        var value: UInt32 = 0
        var digits = 0
        while isBraced || digits < 2, let digit = peek().flatMap(Self.hexadecimalDigit) {
            value = value * 16 + digit
            guard value <= 0x10ffff else { throw problem(.badEscape, at: start) }
            digits += 1
            position += 1
        }
        guard isBraced ? digits > 0 && take("}") : digits == 2 else { throw problem(.badEscape, at: start) }
        return value
    }

    private static func hexadecimalDigit(_ scalar: Unicode.Scalar) -> UInt32? {
        switch scalar {
        case "0"..."9": scalar.value - 48
        case "a"..."f": scalar.value - 87
        case "A"..."F": scalar.value - 55
        default: nil
        }
    }
}
