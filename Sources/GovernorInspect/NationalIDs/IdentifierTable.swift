/// The forms of some kinds, ordered so that a text meets only those it can have.
struct IdentifierTable: Sendable {
    /// Within how many bytes an identifier has its first digit: an Italian tax code in groups has two letter groups first.
    static let farthestFirstDigit = 9

    /// One form.
    struct Entry: Sendable {
        let pattern: IdentifierPattern
        /// The offset of the kind.
        let kind: Int
        let weight: IdentifierFormat.Weight
        let check: IdentifierCheck
    }

    /// The forms with one count of characters and one layout.
    private struct Group: Sendable {
        let layout: UInt128
        let entries: Range<Int>
    }

    /// The names of the kinds.
    let names: [String]
    let context: ContextIndex
    private let entries: [Entry]
    private let groups: [Group]
    /// For each count of characters, twice: where the groups of forms that begin with a digit, and with a letter, are.
    private let groupBounds: [Range<Int>]

    init(_ kinds: [IdentifierKind]) {
        names = kinds.map(\.name)
        context = ContextIndex(kinds.map(\.contextWords))
        let all = kinds.enumerated().flatMap { kind, definition in
            definition.formats.flatMap { format in
                Set(format.patterns.flatMap(IdentifierPattern.forms)).map {
                    Entry(pattern: $0, kind: kind, weight: format.weight, check: format.check)
                }
            }
        }
        var entries: [Entry] = []
        var groups: [Group] = []
        var bounds: [Range<Int>] = []
        for count in 0...IdentifierText.longest {
            for beginsWithLetter in [false, true] {
                let firstGroup = groups.count
                let here = all.filter {
                    let begins = $0.pattern.begins
                    return $0.pattern.count == count && (beginsWithLetter ? begins.withLetter : begins.withDigit)
                }
                for layout in Set(here.map(\.pattern.layout)).sorted() {
                    let first = entries.count
                    entries += here.filter { $0.pattern.layout == layout }.sorted { $0.kind < $1.kind }
                    groups.append(Group(layout: layout, entries: first..<entries.count))
                }
                bounds.append(firstGroup..<groups.count)
            }
        }
        self.entries = entries
        self.groups = groups
        groupBounds = bounds
    }

    /// The forms with the count, layout and first character of a text.
    func entries(like text: IdentifierText) -> ArraySlice<Entry> {
        for index in groupBounds[2 * text.count + (text[0] < 58 ? 0 : 1)] where groups[index].layout == text.layout {
            return entries[groups[index].entries]
        }
        return []
    }
}
