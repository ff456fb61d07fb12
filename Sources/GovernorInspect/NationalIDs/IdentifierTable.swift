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
    /// For each count of characters, twice: the groups of forms that begin with a digit, and with a letter.
    private let shelves: [Shelf]
    /// What the layouts of forms begin with.
    private let beginnings: LayoutFilter

    /// Some groups, and which layouts most likely are none of theirs.
    private struct Shelf: Sendable {
        let groups: Range<Int>
        let layouts: LayoutFilter
    }

    /// Says of most layouts at once that they are not among some.
    private struct LayoutFilter: Sendable {
        private var bits = [UInt64](repeating: 0, count: 1 << 4)

        init(_ layouts: some Sequence<UInt128>) {
            for layout in layouts {
                let hash = Self.hash(layout)
                bits[Int(hash >> 60)] |= 1 &<< (hash >> 54)
            }
        }

        func mayContain(_ layout: UInt128) -> Bool {
            let hash = Self.hash(layout)
            return bits[Int(hash >> 60)] &>> (hash >> 54) & 1 == 1
        }

        private static func hash(_ layout: UInt128) -> UInt64 {
            let folded = UInt64(truncatingIfNeeded: layout) ^ UInt64(truncatingIfNeeded: layout >> 64)
            return folded &* 0x9E37_79B9_7F4A_7C15
        }
    }

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
        var shelves: [Shelf] = []
        for count in 0...IdentifierText.longest {
            for beginsWithLetter in [false, true] {
                let firstGroup = groups.count
                let here = all.filter {
                    let begins = $0.pattern.begins
                    return $0.pattern.count == count && (beginsWithLetter ? begins.withLetter : begins.withDigit)
                }
                let layouts = Set(here.map(\.pattern.layout)).sorted()
                for layout in layouts {
                    let first = entries.count
                    entries += here.filter { $0.pattern.layout == layout }.sorted { $0.kind < $1.kind }
                    groups.append(Group(layout: layout, entries: first..<entries.count))
                }
                shelves.append(Shelf(groups: firstGroup..<groups.count, layouts: LayoutFilter(layouts)))
            }
        }
        self.entries = entries
        self.groups = groups
        self.shelves = shelves
        beginnings = LayoutFilter(
            all.map(\.pattern.layout).flatMap { layout in
                (1...IdentifierText.longest).map { layout & (1 << UInt128(4 * $0) - 1) }
            })
    }

    /// Whether a form may go on from a text.
    func mayGoOn(from text: IdentifierText) -> Bool { beginnings.mayContain(text.layout) }

    /// The forms with the count, layout and first character of a text.
    func entries(like text: IdentifierText) -> ArraySlice<Entry> {
        let shelf = shelves[2 * text.count + (text[0] < 58 ? 0 : 1)]
        guard shelf.layouts.mayContain(text.layout),
            let index = shelf.groups.first(where: { groups[$0].layout == text.layout })
        else { return [] }
        return entries[groups[index].entries]
    }
}
