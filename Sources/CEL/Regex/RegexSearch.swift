/// Walks a program over UTF-8 text.
///
/// One place in the text after the other: the positions that the text so far has led to (`arrivals`) are followed
/// through everything that takes no scalar, into a set; then the next scalar decides which of the set go on. A position
/// enters the set once per place, so a scalar costs at most twice the size of the program. The memory lives on the
/// stack where it fits, so that a search usually allocates nothing.
struct RegexSearch {
    let program: RegexProgram
    private let instructions: UnsafeBufferPointer<RegexProgram.Instruction>
    private let sets: UnsafeBufferPointer<ScalarSet>
    private var reached: PositionSet
    private let stack: UnsafeMutableBufferPointer<UInt32>
    private let arrivalMemory: UnsafeMutableBufferPointer<UInt32>
    private var arrivalCount = 0
    /// How many instructions have been visited.
    private(set) var steps = 0

    /// Searches a text, by means of the cache when it is not in use elsewhere and fits.
    static func run(
        _ program: RegexProgram, cache: RegexCache?, over text: UnsafeBufferPointer<UInt8>
    ) -> (found: Bool, steps: Int) {
        if let literal = program.literal { return literal.find(in: text) }
        return withSearch(of: program) { search in
            let found = cache?.find(in: text, with: &search) ?? search.find(in: text)
            return (found, search.steps)
        }
    }

    /// Where the longest match ends that begins at an offset; nil when none does.
    static func longestMatch(of program: RegexProgram, in text: Span<UInt8>, at start: Int) -> Int? {
        withSearch(of: program) { $0.longestMatch(in: text, at: start) }
    }

    private mutating func longestMatch(in text: Span<UInt8>, at start: Int) -> Int? {
        restore([0])
        var end: Int?
        var offset = start
        var before = start > 0 ? RegexContext(text[start - 1]) : .edge
        while arrivalCount > 0 {
            let after = offset < text.count ? RegexContext(text[offset]) : .edge
            if followAll(before: before, after: after) { end = offset }
            guard let (scalar, length) = Self.decodeScalar(in: text, at: offset) else { break }
            take(scalar)
            offset += length
            before = after
        }
        return end
    }

    private static func withSearch<Result>(of program: RegexProgram, _ body: (inout RegexSearch) -> Result) -> Result {
        let size = program.instructions.count
        return program.instructions.withUnsafeBufferPointer { instructions in
            program.sets.withUnsafeBufferPointer { sets in
                withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 4 * size) { memory in
                    memory.initialize(repeating: 0)
                    var search = RegexSearch(program, instructions, sets, memory)
                    return body(&search)
                }
            }
        }
    }

    private init(
        _ program: RegexProgram, _ instructions: UnsafeBufferPointer<RegexProgram.Instruction>,
        _ sets: UnsafeBufferPointer<ScalarSet>, _ memory: UnsafeMutableBufferPointer<UInt32>
    ) {
        let size = instructions.count
        self.program = program
        self.instructions = instructions
        self.sets = sets
        reached = PositionSet(memory: memory, capacity: size)
        stack = UnsafeMutableBufferPointer(rebasing: memory[(2 * size)..<(3 * size)])
        arrivalMemory = UnsafeMutableBufferPointer(rebasing: memory[(3 * size)...])
    }

    /// The positions that the text so far has led to, as a key for the cache.
    var arrivals: [UInt32] { arrivalMemory[..<arrivalCount].sorted() }

    /// Puts the search where a key of the cache says.
    mutating func restore(_ arrivals: ArraySlice<UInt32>) {
        arrivalCount = arrivals.count
        for (index, position) in arrivals.enumerated() { arrivalMemory[index] = position }
    }

    private mutating func find(in text: UnsafeBufferPointer<UInt8>) -> Bool {
        var offset = 0
        var before = RegexContext.edge
        while true {
            if arrivalCount == 0, offset > 0 {
                if program.isAnchored { return false }
                if let next = skip(from: offset, in: text) {
                    offset = next
                    before = RegexContext(text[offset - 1])
                }
            }
            let after = offset < text.count ? RegexContext(text[offset]) : .edge
            if follow(before: before, after: after) { return true }
            guard offset < text.count else { return false }
            let (scalar, length) = decodeScalar(in: text, at: offset)
            take(scalar)
            offset += length
            before = after
        }
    }

    /// Where a match could begin, when nothing is under way; nil when that may be anywhere.
    private mutating func skip(from start: Int, in text: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let bytes = program.firstBytes else { return nil }
        var offset = start
        while offset < text.count, !bytes.contains(text[offset]) { offset += 1 }
        steps += offset - start
        return offset
    }

    /// Follows the arrivals, and a new beginning where one may be, through all that takes no scalar.
    ///
    /// - Returns: Whether the end of the program was reached: a match.
    mutating func follow(before: RegexContext, after: RegexContext) -> Bool {
        reached.count = 0
        for index in 0..<arrivalCount where follow(arrivalMemory[index], before, after) { return true }
        if program.isAnchored, before != .edge { return false }
        return follow(0, before, after)
    }

    /// Follows all arrivals through all that takes no scalar, past a match too.
    ///
    /// - Returns: Whether the end of the program was reached.
    private mutating func followAll(before: RegexContext, after: RegexContext) -> Bool {
        reached.count = 0
        var matches = false
        for index in 0..<arrivalCount where follow(arrivalMemory[index], before, after, endsAtMatch: false) {
            matches = true
        }
        return matches
    }

    /// Keeps those that go on with a scalar.
    @inline(__always)
    mutating func take(_ scalar: UInt32) {
        arrivalCount = 0
        steps += reached.count
        for index in 0..<reached.count {
            let position = reached[index]
            let accepts =
                switch instructions[Int(position)] {
                case .scalar(let value): value == scalar
                case .set(let index): sets[index].contains(scalar)
                case .assertion, .fork, .jump, .match: false
                }
            guard accepts else { continue }
            arrivalMemory[arrivalCount] = position + 1
            arrivalCount += 1
        }
    }

    private mutating func follow(
        _ start: UInt32, _ before: RegexContext, _ after: RegexContext, endsAtMatch: Bool = true
    ) -> Bool {
        var depth = 0
        var matches = false
        // A position is pushed only when it is new to the set, so the stack never holds more than the program.
        push(start, &depth)
        while depth > 0 {
            depth -= 1
            let position = stack[depth]
            steps += 1
            switch instructions[Int(position)] {
            case .match:
                if endsAtMatch { return true }
                matches = true
            case .scalar, .set: continue
            case .jump(let target): push(UInt32(target), &depth)
            case .fork(let first, let second):
                push(UInt32(second), &depth)
                push(UInt32(first), &depth)
            case .assertion(let assertion):
                if assertion.holds(before: before, after: after) { push(position + 1, &depth) }
            }
        }
        return matches
    }

    @inline(__always)
    private mutating func push(_ position: UInt32, _ depth: inout Int) {
        guard reached.insert(position) else { return }
        stack[depth] = position
        depth += 1
    }

    /// Reads the scalar at an offset of bytes from anywhere; nil at the end, and where they are not UTF-8.
    private static func decodeScalar(in text: Span<UInt8>, at offset: Int) -> (scalar: UInt32, length: Int)? {
        guard offset < text.count else { return nil }
        if text[offset] < 0x80 { return (UInt32(text[offset]), 1) }
        var decoder = UTF8()
        var bytes = (offset..<min(text.count, offset + 4)).map { text[$0] }.makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return nil }
        return (scalar.value, scalar.utf8.count)
    }

    /// Reads the scalar at an offset; the text is valid UTF-8, since it comes from a `String`.
    @inline(__always)
    func decodeScalar(in text: UnsafeBufferPointer<UInt8>, at offset: Int) -> (scalar: UInt32, length: Int) {
        func tail(_ distance: Int) -> UInt32 { UInt32(text[offset + distance] & 0x3f) }
        let first = UInt32(text[offset])
        if first < 0x80 { return (first, 1) }
        if first < 0xe0 { return ((first & 0x1f) << 6 | tail(1), 2) }
        if first < 0xf0 { return ((first & 0x0f) << 12 | tail(1) << 6 | tail(2), 3) }
        return ((first & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4)
    }
}

/// A set of program positions that keeps them in order of arrival and is emptied by setting its count to zero (Preston
/// Briggs and Linda Torczon, *An Efficient Representation for Sparse Sets*, 1993).
private struct PositionSet {
    private let dense: UnsafeMutableBufferPointer<UInt32>
    private let sparse: UnsafeMutableBufferPointer<UInt32>
    var count = 0

    init(memory: UnsafeMutableBufferPointer<UInt32>, capacity: Int) {
        dense = UnsafeMutableBufferPointer(rebasing: memory[..<capacity])
        sparse = UnsafeMutableBufferPointer(rebasing: memory[capacity..<(2 * capacity)])
    }

    @inline(__always)
    subscript(index: Int) -> UInt32 { dense[index] }

    /// Adds a position; false when it is already there.
    @inline(__always)
    mutating func insert(_ position: UInt32) -> Bool {
        let place = Int(sparse[Int(position)])
        if place < count, dense[place] == position { return false }
        dense[count] = position
        sparse[Int(position)] = UInt32(count)
        count += 1
        return true
    }
}
