/// Finds a sequence in another in linear time (Knuth, Morris and Pratt), so that no text can be made slow to search.
enum SequenceSearch {
    /// The offset of the first occurrence at or behind an offset; nil if there is none.
    static func first<Element: Equatable>(_ part: [Element], in text: [Element], from start: Int = 0) -> Int? {
        guard !part.isEmpty else { return start <= text.count ? start : nil }
        var matched = 0
        let borders = borders(of: part)
        for offset in stride(from: start, to: text.count, by: 1) {
            while matched > 0, part[matched] != text[offset] { matched = borders[matched - 1] }
            if part[matched] == text[offset] { matched += 1 }
            if matched == part.count { return offset - part.count + 1 }
        }
        return nil
    }

    /// For each prefix, the length of the longest proper prefix that is also its suffix.
    private static func borders<Element: Equatable>(of part: [Element]) -> [Int] {
        var borders = [Int](repeating: 0, count: part.count)
        var length = 0
        for index in part.indices.dropFirst() {
            while length > 0, part[index] != part[length] { length = borders[length - 1] }
            if part[index] == part[length] { length += 1 }
            borders[index] = length
        }
        return borders
    }
}
