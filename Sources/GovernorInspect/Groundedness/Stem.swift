/// Reduces English words to what their inflections share, so that `discovered` supports `discovery` and `rivers` `river`.
///
/// A dozen endings, the longest first; a stem keeps at least three letters. It is no dictionary: what it makes is compared,
/// never shown. Words of other languages mostly keep their form.
enum Stem {
    private static let endings: [(ending: [UInt8], replacement: [UInt8])] = [
        ("ically", "ic"), ("ingly", ""), ("edly", ""), ("ies", "y"), ("ings", ""), ("ing", ""), ("ers", ""), ("ed", ""),
        ("er", ""), ("es", ""), ("ly", ""), ("s", ""), ("e", ""),
    ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

    /// The stem of a folded word: at most two endings are cut, as in `discover-er-s`.
    static func of(_ word: [UInt8]) -> [UInt8] { withoutEnding(withoutEnding(word)) }

    private static func withoutEnding(_ word: [UInt8]) -> [UInt8] {
        for (ending, replacement) in endings where word.count >= ending.count + 3 && word.hasSuffix(ending) {
            var stem = word.dropLast(ending.count) + replacement
            if replacement.isEmpty, stem.count > 3, let last = stem.last, stem.dropLast().last == last,
                doubled.contains(last)
            {
                stem.removeLast()
            }
            return Array(stem)
        }
        return word
    }

    /// Consonants that are doubled before an ending: `stopped`, `planning`.
    private static let doubled = ByteSet("bdgmnprt".utf8)
}

extension [UInt8] {
    fileprivate func hasSuffix(_ suffix: [UInt8]) -> Bool { self.suffix(suffix.count).elementsEqual(suffix) }
}
