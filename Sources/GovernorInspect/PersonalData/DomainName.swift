/// Reads the domain name of an address (RFC 1035, RFC 5890), in ASCII or in the letters of Latin, Greek and Cyrillic.
enum DomainName {
    static let longest = 253

    /// Where the domain name ends that begins at an offset; nil when there is none with a top-level domain.
    ///
    /// - Parameter mayBeVersion: Whether labels that are numbers may lead, as in `1.2.example`.
    static func end(in text: Span<UInt8>, from start: Int, mayBeVersion: Bool) -> Int? {
        var end = start
        while end < min(text.count, start + longest), isLabelByte(text[end]) || text[end] == dot { end += 1 }
        // Dots and hyphens at the end belong to the sentence.
        while end > start, !isAlphanumeric(text[end - 1]) { end -= 1 }
        let cut = mayBeVersion ? nil : cut(in: text, start..<end)
        end = cut ?? end
        var (labels, numericLabels, label) = (0, 0, start)
        for position in start...max(start, end) where position == end || text[position] == dot {
            guard isLabel(text, label..<position) else { return nil }
            if position == end {
                guard labels > 0, isTopLevel(text, label..<end) else { return nil }
            } else if labels == numericLabels, (label..<position).allSatisfy({ text[$0].isDigit }) {
                numericLabels += 1
            }
            labels += 1
            label = position + 1
        }
        // `package@18.2.0-beta.rc` is a version, while `user@163.com` is an address.
        return mayBeVersion || numericLabels < (cut == nil ? 2 : 1) ? end : nil
    }

    /// Where a name ends behind which a hyphen begins something else: that of a well-known top-level domain. What ends in
    /// a digit is a name of its own, as in `eu-west-1`.
    private static func cut(in text: Span<UInt8>, _ name: Range<Int>) -> Int? {
        let last = lastLabel(in: text, name)
        guard let cut = last.first(where: { text[$0] == hyphen }), !text[name.upperBound - 1].isDigit,
            DomainRecognizer.isWellKnown(text, last.lowerBound..<cut)
        else { return nil }
        return cut
    }

    /// The part of a name behind its last dot.
    static func lastLabel(in text: Span<UInt8>, _ name: Range<Int>) -> Range<Int> {
        var start = name.upperBound
        while start > name.lowerBound, text[start - 1] != dot { start -= 1 }
        return start..<name.upperBound
    }

    /// Whether a byte belongs to a letter of two bytes beyond ASCII: U+00C0 to U+052F.
    static func isLetterByte(_ byte: UInt8) -> Bool { (0xC3...0xD4).contains(byte) || (0x80...0xBF).contains(byte) }

    private static let dot = UInt8(ascii: ".")
    private static let hyphen = UInt8(ascii: "-")

    private static func isAlphanumeric(_ byte: UInt8) -> Bool { byte.isLetterOrDigit || isLetterByte(byte) }

    private static func isLabelByte(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || byte == hyphen }

    private static func isLabel(_ text: Span<UInt8>, _ label: Range<Int>) -> Bool {
        (1...63).contains(label.count) && text[label.lowerBound] != hyphen && text[label.upperBound - 1] != hyphen
    }

    private static func isTopLevel(_ text: Span<UInt8>, _ label: Range<Int>) -> Bool {
        if text.hasPrefix("xn--", at: label.lowerBound) { return true }
        return label.count >= 2 && label.allSatisfy { text[$0].isLetter || isLetterByte(text[$0]) }
            && !fileEndings.contains(text, label)
    }

    /// File endings that follow an `@` in asset names such as `logo@2x.png`. None of them is a top-level domain.
    private static let fileEndings = Endings("css gif html ico jpeg jpg js json png svg webp")

    /// A list of labels.
    struct Endings: Sendable {
        private let packed: Set<UInt64>

        /// - Parameter list: Labels of at most eight letters, in lower case, with spaces between them.
        init(_ list: String) {
            packed = Set(list.split(separator: " ").map { $0.utf8.reduce(0) { $0 << 8 | UInt64($1) } })
        }

        /// Whether a label is one of them, in lower case or, where stated, in any.
        func contains(_ text: Span<UInt8>, _ label: Range<Int>, inAnyCase: Bool = false) -> Bool {
            guard label.count <= 8 else { return false }
            return packed.contains(label.reduce(0) { $0 << 8 | UInt64(inAnyCase ? text[$1] | 0x20 : text[$1]) })
        }
    }
}
