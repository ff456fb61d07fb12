/// Which recognizers are asked at a byte, given the two bytes after it and what stands before.
///
/// One look at `flags` settles most bytes; a second, at a table of byte pairs, most of the rest, and a third at what any
/// of the pair's recognizers want behind it nearly all. Equal sets of recognizers share one list, so the pairs that
/// ordinary text uses fit into the first-level cache.
struct Dispatch: Sendable {
    static let asksAnywhere: UInt16 = 1
    static let asksAtWordStarts: UInt16 = 2
    static let isWordByte: UInt16 = 4
    static let mayDisguise: UInt16 = 8
    static let isDigit: UInt16 = 16
    /// What stands before a text.
    static let beginning = stops(behind: 0)

    /// Which flags of the next byte stop the scan, 8 bits above them.
    private static func stops(behind flags: UInt16) -> UInt16 {
        (flags & isWordByte == 0 ? asksAtWordStarts | mayDisguise : asksAnywhere | mayDisguise) << 8
    }

    /// What stands before a byte.
    enum Place: Int, CaseIterable {
        case wordStart, insideWord, afterDigit

        /// - Parameter flags: Those of the byte before.
        @inline(__always)
        init(after flags: UInt16) {
            guard flags & Dispatch.isWordByte != 0 else {
                self = .wordStart
                return
            }
            self = flags & Dispatch.isDigit == 0 ? .insideWord : .afterDigit
        }
    }

    /// What is to be done at each byte, and ``stops(behind:)`` it.
    let flags: [UInt16]
    /// The number of a list for each `place × first byte × second byte`; 0 for the empty one.
    private let lists: [UInt16]
    /// Where each list begins in ``members``, and the end of the last.
    private let bounds: [Int]
    /// What must stand two bytes behind the trigger for any member of each list.
    private let anyThirds: [ByteSet]
    /// Offsets into the list of recognizers, in its order within each list.
    let members: [Int]
    /// What must stand two bytes behind the trigger, for each member.
    let thirds: [ByteSet]

    init(_ recognizers: [any SpanRecognizer]) {
        var flags = [UInt16](repeating: 0, count: 256)
        var lists = [UInt16](repeating: 0, count: Place.allCases.count * 65_536)
        var known: [[Member]: UInt16] = [[]: 0]
        var ordered: [[Member]] = [[]]
        let entries = recognizers.map(Entry.init)
        for first in UInt8.min...UInt8.max {
            let asked = entries.indices.filter { entries[$0].triggers.contains(first) }
            if first.isLetterOrDigit { flags[Int(first)] |= Self.isWordByte }
            if first.isDigit { flags[Int(first)] |= Self.isDigit }
            if Disguise.leadBytes.contains(first) { flags[Int(first)] |= Self.mayDisguise }
            guard !asked.isEmpty else { continue }
            flags[Int(first)] |= Self.asksAtWordStarts
            if asked.contains(where: { !entries[$0].asksOnlyAtWordStarts }) { flags[Int(first)] |= Self.asksAnywhere }
            for second in UInt8.min...UInt8.max {
                let atStart = asked.compactMap { recognizer in
                    entries[recognizer].thirds(after: first, second).map { Member(recognizer: recognizer, thirds: $0) }
                }
                var (list, number) = ([Member](), UInt16(0))
                for place in Place.allCases {
                    let here = atStart.filter { entries[$0.recognizer].isAsked(at: first, place) }
                    // Each place asks a part of those of the place before.
                    if place == .wordStart || here.count < list.count {
                        list = here
                        number = known[list] ?? UInt16(ordered.count)
                        if number == ordered.count {
                            known[list] = number
                            ordered.append(list)
                        }
                    }
                    lists[Self.index(first, second, place)] = number
                }
            }
        }
        self.flags = flags.map { $0 | Self.stops(behind: $0) }
        self.lists = lists
        bounds = ordered.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
        members = ordered.flatMap { $0.map(\.recognizer) }
        thirds = ordered.flatMap { $0.map(\.thirds) }
        anyThirds = ordered.map { $0.reduce(ByteSet([])) { $0.union($1.thirds) } }
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
        private let asksOnlyAtFirstDigits: Bool
        /// By the first byte; empty sets for what is no trigger.
        private let followers: [(first: ByteSet, second: ByteSet)]
        /// By the first two bytes.
        private let openings: [UInt16: ByteSet]

        init(_ recognizer: any SpanRecognizer) {
            triggers = recognizer.triggers
            asksOnlyAtWordStarts = recognizer.asksOnlyAtWordStarts
            asksOnlyAtFirstDigits = recognizer.asksOnlyAtFirstDigits
            followers = (UInt8.min...UInt8.max).map {
                recognizer.triggers.contains($0) ? recognizer.followers(of: $0) : (ByteSet([]), ByteSet([]))
            }
            openings = recognizer.openings.reduce(into: [:]) { openings, bytes in
                openings[Self.key(bytes[0], bytes[1]), default: ByteSet([])].insert(bytes[2])
            }
        }

        func isAsked(at byte: UInt8, _ place: Place) -> Bool {
            switch place {
            case .wordStart: true
            case .insideWord: !asksOnlyAtWordStarts
            case .afterDigit: !asksOnlyAtWordStarts && !(asksOnlyAtFirstDigits && byte.isDigit)
            }
        }

        /// What must stand behind two bytes; nil when nothing begins with them.
        func thirds(after first: UInt8, _ second: UInt8) -> ByteSet? {
            if !openings.isEmpty { return openings[Self.key(first, second)] }
            let followers = followers[Int(first)]
            return followers.first.contains(second) ? followers.second : nil
        }

        private static func key(_ first: UInt8, _ second: UInt8) -> UInt16 { UInt16(first) << 8 | UInt16(second) }
    }

    /// The first position of a range where something is to be done: recognizers are asked, or a character may be disguised.
    ///
    /// - Parameter before: The flags of the byte before the range; becomes that of the byte before the position.
    /// - Returns: The position; the end of the range where there is none. So near to the end of the text that bytes are
    ///   missing, it may be one where nobody is asked.
    @inline(never)
    func nextStop(in text: Span<UInt8>, from start: Int, to end: Int, after before: inout UInt16) -> Int {
        // What the bytes below stay within; every list has its set.
        precondition(start >= 0 && end <= text.count && flags.count == 256)
        precondition(lists.count == Place.allCases.count << 16)
        return text.withUnsafeBufferPointer { bytes in
            flags.withUnsafeBufferPointer { flags in
                lists.withUnsafeBufferPointer { lists in
                    anyThirds.withUnsafeBufferPointer { anyThirds in
                        var (position, last) = (start, before)
                        while position < end {
                            let flag = flags[Int(bytes[position])]
                            if flag & (last >> 8) != 0 {
                                if flag & Self.mayDisguise != 0 || position &+ 2 >= bytes.count { break }
                                let index = Self.index(bytes[position], bytes[position &+ 1], Place(after: last))
                                let list = Int(lists[index])
                                if list != 0, anyThirds[list].contains(bytes[position &+ 2]) { break }
                            }
                            last = flag
                            position &+= 1
                        }
                        before = last
                        return position
                    }
                }
            }
        }
    }

    /// The part of ``members`` to ask at a position; some of them may want another third byte. Behind the end of a text
    /// zeroes stand.
    @inline(__always)
    func asked(in text: Span<UInt8>, at position: Int, _ place: Place) -> Range<Int> {
        let asks = place == .wordStart ? Self.asksAtWordStarts : Self.asksAnywhere
        guard flags[Int(text[position])] & asks != 0 else { return 0..<0 }
        let second = position + 1 < text.count ? text[position + 1] : 0
        let third = position + 2 < text.count ? text[position + 2] : 0
        let list = Int(lists[Self.index(text[position], second, place)])
        return list != 0 && anyThirds[list].contains(third) ? bounds[list]..<bounds[list + 1] : 0..<0
    }

    private static func index(_ first: UInt8, _ second: UInt8, _ place: Place) -> Int {
        place.rawValue << 16 + Int(first) << 8 + Int(second)
    }
}
