import Synchronization

// What a search does next depends only on the positions that the text so far has led to and on the scalar before: a
// state of a deterministic automaton. The cache builds that automaton as searches need it, so that text of a kind seen
// before costs one table look-up per byte. A state may have 2^n successors in theory; so the number of states is
// bounded, and a search that would exceed it goes on without the cache. A state's row has one column per class of ASCII
// characters that the program cannot tell apart, and one for the end of the text; other scalars go through a
// dictionary.

/// Remembers the steps of searches of one program; shared by all copies of a regular expression.
final class RegexCache: Sendable {
    /// Programs above this size are searched without a cache: their states would be large and rarely met again.
    static let maximumProgramSize = 1_024
    /// Searches of texts shorter than this, in bytes, do not start a cache unless the expression is used again.
    private static let worthwhileTextByteCount = 256

    private struct State {
        var searches = 0
        var automaton: RegexAutomaton?
    }

    private let state = Mutex(State())

    /// Searches a text; nil when the cache is in use by another thread, not worth its while, or full.
    func find(in text: UnsafeBufferPointer<UInt8>, with search: inout RegexSearch) -> Bool? {
        let program = search.program
        let answer = state.withLockIfAvailable { state -> Bool? in
            state.searches &+= 1
            guard state.searches > 1 || text.count >= Self.worthwhileTextByteCount else { return nil }
            var automaton = state.automaton.take() ?? RegexAutomaton(program)
            let found = automaton.find(in: text, with: &search)
            // A full automaton is thrown away: the next text may be of another kind.
            state.automaton = found == nil ? nil : automaton
            if found == nil { search.restore([]) }
            return found
        }
        return answer ?? nil
    }
}

/// The part of a program's deterministic automaton that searches have met.
struct RegexAutomaton {
    private static let maximumStateCount = 512
    private static let maximumOtherCount = 4_096

    /// States that every automaton has; the others follow.
    private enum Outcome {
        static let unknown: Int32 = -1
        static let match: Int32 = -2
        static let dead: Int32 = -3
    }

    private struct Key: Hashable {
        let arrivals: [UInt32]
        let before: RegexContext
    }

    private let relevantContext: RegexContext
    private let classes: [UInt8]
    private let width: Int
    private var keys: [Key] = []
    private var numbers: [Key: Int32] = [:]
    private var rows: [Int32] = []
    private var others: [UInt64: Int32] = [:]

    init(_ program: RegexProgram) {
        var context: RegexContext = .edge
        for case .assertion(let assertion) in program.instructions { context.formUnion(assertion.relevantContext) }
        relevantContext = context
        classes = Self.classes(of: program, context)
        width = Int(classes.max() ?? 0) + 2
        _ = number(of: Key(arrivals: [], before: .edge))
    }

    /// Searches a text; nil when that would take too many states.
    mutating func find(in text: UnsafeBufferPointer<UInt8>, with search: inout RegexSearch) -> Bool? {
        var state: Int32 = 0
        var offset = 0
        while offset < text.count {
            let byte = text[offset]
            var next: Int32
            if byte < 128 {
                let place = Int(state) * width + Int(classes[Int(byte)])
                next = rows[place]
                if next == Outcome.unknown {
                    next = step(from: state, over: UInt32(byte), RegexContext(byte), with: &search)
                    if next == Outcome.unknown { return nil }
                    rows[place] = next
                }
                offset += 1
            } else {
                let (scalar, length) = search.decodeScalar(in: text, at: offset)
                next = otherStep(from: state, over: scalar, with: &search)
                if next == Outcome.unknown { return nil }
                offset += length
            }
            if next < 0 { return next == Outcome.match }
            state = next
        }
        return finish(from: state, with: &search)
    }

    private mutating func finish(from state: Int32, with search: inout RegexSearch) -> Bool {
        let place = Int(state) * width + width - 1
        if rows[place] == Outcome.unknown {
            let key = keys[Int(state)]
            search.restore(key.arrivals[...])
            rows[place] = search.follow(before: key.before, after: .edge) ? Outcome.match : Outcome.dead
        }
        return rows[place] == Outcome.match
    }

    private mutating func otherStep(from state: Int32, over scalar: UInt32, with search: inout RegexSearch) -> Int32 {
        let key = UInt64(UInt32(state)) << 32 | UInt64(scalar)
        if let known = others[key] { return known }
        let next = step(from: state, over: scalar, [], with: &search)
        if others.count < Self.maximumOtherCount { others[key] = next }
        return next
    }

    /// Works a step out; unknown when it leads to a state that there is no room for.
    private mutating func step(
        from state: Int32, over scalar: UInt32, _ context: RegexContext, with search: inout RegexSearch
    ) -> Int32 {
        let key = keys[Int(state)]
        search.restore(key.arrivals[...])
        if search.follow(before: key.before, after: context) { return Outcome.match }
        search.take(scalar)
        let arrivals = search.arrivals
        if arrivals.isEmpty, search.program.isAnchored { return Outcome.dead }
        return number(of: Key(arrivals: arrivals, before: context.intersection(relevantContext)))
    }

    private mutating func number(of key: Key) -> Int32 {
        if let known = numbers[key] { return known }
        guard keys.count < Self.maximumStateCount else { return Outcome.unknown }
        let number = Int32(keys.count)
        keys.append(key)
        numbers[key] = number
        rows.append(contentsOf: repeatElement(Outcome.unknown, count: width))
        return number
    }

    /// Numbers the ASCII characters so that those which every instruction treats alike share a number.
    private static func classes(of program: RegexProgram, _ relevantContext: RegexContext) -> [UInt8] {
        var classes = (0..<UInt8(128)).map { RegexContext($0).intersection(relevantContext).rawValue }
        for instruction in program.instructions {
            switch instruction {
            case .scalar(let value): split(&classes) { $0 == value }
            case .set(let index): split(&classes, by: program.sets[index].contains)
            case .assertion, .fork, .jump, .match: continue
            }
        }
        return classes
    }

    private static func split(_ classes: inout [UInt8], by test: (UInt32) -> Bool) {
        // At most 128 classes can come out, so the new numbers fit into a byte.
        var renumbered = [Int](repeating: -1, count: 256)
        var count = 0
        for value in classes.indices {
            let wide = Int(classes[value]) * 2 + (test(UInt32(value)) ? 1 : 0)
            if renumbered[wide] < 0 {
                renumbered[wide] = count
                count += 1
            }
            classes[value] = UInt8(renumbered[wide])
        }
    }
}
