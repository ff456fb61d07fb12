extension RegexParser {
    /// `[…]`; `position` is after the opening bracket.
    mutating func parseClass(from start: Int) throws(LinearRegexError) -> RegexNode {
        let isNegated = take("^")
        var members = ClassMembers()
        var isFirst = true
        while isFirst || peek() != "]" {
            guard peek() != nil else { throw problem(.missingBracket, at: start) }
            isFirst = false
            if let named = try takeNamedClass() {
                members.formUnion(named)
                continue
            }
            let itemStart = position
            if take("\\") {
                if let escaped = try takeClassEscape(from: itemStart) {
                    members.formUnion(escaped)
                    continue
                }
                position = itemStart
            }
            let range = try takeRange(classStart: start)
            members.formUnion(ClassMembers(ranges: [range]).resolved(isNegated: false, folds: flags.foldsCase))
        }
        position += 1
        return .set(ScalarSet(members, isNegated: isNegated, folds: flags.foldsCase))
    }

    /// `a` or `a-z`; a hyphen before the closing bracket is a character.
    private mutating func takeRange(classStart: Int) throws(LinearRegexError) -> ClosedRange<UInt32> {
        let start = position
        let lower = try takeClassValue(classStart: classStart)
        guard peek() == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else { return lower...lower }
        position += 1
        let upper = try takeRangeEnd(from: start, classStart: classStart)
        guard lower <= upper else { throw problem(.badRange, at: start) }
        return lower...upper
    }

    private mutating func takeRangeEnd(from start: Int, classStart: Int) throws(LinearRegexError) -> UInt32 {
        let end = position
        if take("\\") {
            // RE2 has no ranges up to a class, as in [a-\d].
            guard try takeClassEscape(from: end) == nil else { throw problem(.badRange, at: start) }
            position = end
        }
        return try takeClassValue(classStart: classStart)
    }

    private mutating func takeClassValue(classStart: Int) throws(LinearRegexError) -> UInt32 {
        guard let scalar = peek() else { throw problem(.missingBracket, at: classStart) }
        let start = position
        position += 1
        return scalar == "\\" ? try takeEscapedValue(from: start) : scalar.value
    }

    /// `[:alpha:]` or `[:^alpha:]` inside a class; nil, and nothing taken, for anything else.
    private mutating func takeNamedClass() throws(LinearRegexError) -> ClassMembers? {
        guard word("[:") else { return nil }
        let start = position
        // No name is longer than eight characters; without a bound, a row of [: would take quadratic time.
        let candidates = scalars.indices[(position + 2)...].prefix(32)
        guard let end = candidates.first(where: { scalars[$0...].starts(with: [":", "]"]) }) else { return nil }
        var name = String.UnicodeScalarView()
        name.append(contentsOf: scalars[(position + 2)..<end])
        let text = String(name)
        let isNegated = text.first == "^"
        guard let members = ClassMembers(posix: isNegated ? String(text.dropFirst()) : text) else {
            throw problem(.unknownClass, at: start)
        }
        position = end + 2
        return members.resolved(isNegated: isNegated, folds: flags.foldsCase)
    }
}
