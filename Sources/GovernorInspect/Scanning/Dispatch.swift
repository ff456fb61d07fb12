/// Which recognizers are asked at a byte, given the byte after it and whether a word begins there.
///
/// One look at `flags` settles most bytes; a second, at a table of byte pairs, most of the rest. Equal sets of
/// recognizers share one list, so the pairs that ordinary text uses fit into the first-level cache.
struct Dispatch: Sendable {
    static let asksAnywhere: UInt8 = 1
    static let asksAtWordStarts: UInt8 = 2
    static let isWordByte: UInt8 = 4
    static let mayDisguise: UInt8 = 8

    /// What is to be done at each byte.
    let flags: [UInt8]
    /// The number of a list for each `inside a word × first byte × second byte`.
    private let lists: [UInt16]
    /// Where each list begins in ``members``, and the end of the last.
    private let bounds: [Int]
    /// Offsets into the list of recognizers, in its order within each list.
    let members: [Int]
    /// What must stand two bytes behind the trigger, for each member.
    let thirds: [ByteSet]

    init(_ recognizers: [any SpanRecognizer]) {
        var flags = [UInt8](repeating: 0, count: 256)
        var lists = [UInt16](repeating: 0, count: 2 * 65_536)
        var known: [[Member]: UInt16] = [[]: 0]
        var ordered: [[Member]] = [[]]
        let entries = recognizers.map(Entry.init)
        for first in UInt8.min...UInt8.max {
            let asked = entries.indices.filter { entries[$0].triggers.contains(first) }
            if first.isLetterOrDigit { flags[Int(first)] |= Self.isWordByte }
            if Disguise.leadBytes.contains(first) { flags[Int(first)] |= Self.mayDisguise }
            guard !asked.isEmpty else { continue }
            flags[Int(first)] |= Self.asksAtWordStarts
            if asked.contains(where: { !entries[$0].asksOnlyAtWordStarts }) { flags[Int(first)] |= Self.asksAnywhere }
            for second in UInt8.min...UInt8.max {
                let atStart = asked.compactMap { recognizer in
                    entries[recognizer].thirds(after: first, second).map { Member(recognizer: recognizer, thirds: $0) }
                }
                let anywhere = atStart.filter { !entries[$0.recognizer].asksOnlyAtWordStarts }
                for (inside, list) in [(false, atStart), (true, anywhere)] {
                    if known[list] == nil {
                        known[list] = UInt16(ordered.count)
                        ordered.append(list)
                    }
                    lists[Self.index(first, second, insideWord: inside)] = known[list] ?? 0
                }
            }
        }
        self.flags = flags
        self.lists = lists
        bounds = ordered.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
        members = ordered.flatMap { $0.map(\.recognizer) }
        thirds = ordered.flatMap { $0.map(\.thirds) }
    }

    /// A recognizer in a list, and what must stand two bytes behind the trigger.
    private struct Member: Hashable {
        let recognizer: Int
        let thirds: ByteSet
    }

    /// When a recognizer is asked.
    private struct Entry {
        let triggers: ByteSet
        let asksOnlyAtWordStarts: Bool
        private let followers: ByteSet
        private let secondFollowers: ByteSet
        /// By the first two bytes.
        private let openings: [UInt16: ByteSet]

        init(_ recognizer: any SpanRecognizer) {
            triggers = recognizer.triggers
            asksOnlyAtWordStarts = recognizer.asksOnlyAtWordStarts
            followers = recognizer.followers
            secondFollowers = recognizer.secondFollowers
            openings = recognizer.openings.reduce(into: [:]) { openings, bytes in
                openings[Self.key(bytes[0], bytes[1]), default: ByteSet([])].insert(bytes[2])
            }
        }

        /// What must stand behind two bytes; nil when nothing begins with them.
        func thirds(after first: UInt8, _ second: UInt8) -> ByteSet? {
            if !openings.isEmpty { return openings[Self.key(first, second)] }
            return followers.contains(second) ? secondFollowers : nil
        }

        private static func key(_ first: UInt8, _ second: UInt8) -> UInt16 { UInt16(first) << 8 | UInt16(second) }
    }

    /// The part of ``members`` to ask.
    func asked(at first: UInt8, before second: UInt8, insideWord: Bool) -> Range<Int> {
        let list = Int(lists[Self.index(first, second, insideWord: insideWord)])
        return bounds[list]..<bounds[list + 1]
    }

    private static func index(_ first: UInt8, _ second: UInt8, insideWord: Bool) -> Int {
        (insideWord ? 65_536 : 0) + Int(first) << 8 + Int(second)
    }
}
