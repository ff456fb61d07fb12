/// Walks a program over UTF-8 text.
///
/// Two sets of positions take turns: those that wait for the scalar at hand, and those that wait for the one after it.
/// A position enters a set once, so a scalar costs at most the size of the program. The sets are sparse (Preston Briggs
/// and Linda Torczon, *An Efficient Representation for Sparse Sets*): emptying one is setting its count to zero. They
/// live on the stack where they fit, so that a search usually allocates nothing.
struct RegexSearch {
    private let program: RegexProgram
    private let text: UnsafeBufferPointer<UInt8>
    private var steps = 0

    static func run(_ program: RegexProgram, over text: UnsafeBufferPointer<UInt8>) -> (found: Bool, steps: Int) {
        if let literal = program.literal { return find(literal, in: text) }
        let size = program.instructions.count
        return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 5 * size) { memory in
            memory.initialize(repeating: 0)
            var search = RegexSearch(program: program, text: text)
            let current = PositionSet(memory: memory, offset: 0, capacity: size)
            let next = PositionSet(memory: memory, offset: 2 * size, capacity: size)
            let stack = UnsafeMutableBufferPointer(rebasing: memory[(4 * size)...])
            let found = search.run(current, next, stack)
            return (found, search.steps)
        }
    }

    private init(program: RegexProgram, text: UnsafeBufferPointer<UInt8>) {
        self.program = program
        self.text = text
    }

    private mutating func run(
        _ first: PositionSet, _ second: PositionSet, _ stack: UnsafeMutableBufferPointer<UInt32>
    ) -> Bool {
        var current = first
        var next = second
        var offset = 0
        while true {
            if current.count == 0 {
                if program.isAnchored, offset > 0 { return false }
                // Nothing is under way: skip to where a match could begin.
                if let bytes = program.firstBytes, !program.isAnchored {
                    while offset < text.count, !bytes.contains(text[offset]) {
                        offset += 1
                        steps += 1
                    }
                    if offset == text.count { return false }
                }
            }
            if !program.isAnchored || offset == 0 {
                if add(0, to: &current, at: offset, stack) { return true }
            }
            guard offset < text.count else { return false }
            let (scalar, length) = decode(at: offset)
            offset += length
            for index in 0..<current.count {
                let position = current[index]
                steps += 1
                guard accepts(scalar, at: position) else { continue }
                if add(position + 1, to: &next, at: offset, stack) { return true }
            }
            swap(&current, &next)
            next.count = 0
        }
    }

    @inline(__always)
    private func accepts(_ scalar: UInt32, at position: UInt32) -> Bool {
        switch program.instructions[Int(position)] {
        case .scalar(let value): value == scalar
        case .set(let index): program.sets[index].contains(scalar)
        case .assertion, .fork, .jump, .match: false
        }
    }

    /// Puts a position, and all that it leads to without taking a scalar, into a set.
    ///
    /// - Returns: Whether the end of the program was reached: a match.
    private mutating func add(
        _ start: UInt32, to set: inout PositionSet, at offset: Int, _ stack: UnsafeMutableBufferPointer<UInt32>
    ) -> Bool {
        guard set.insert(start) else { return false }
        // A position is pushed only when it is new to the set, so the stack never holds more than the program.
        stack[0] = start
        var depth = 1
        while depth > 0 {
            depth -= 1
            let position = stack[depth]
            steps += 1
            switch program.instructions[Int(position)] {
            case .match: return true
            case .scalar, .set: continue
            case .jump(let target):
                if set.insert(UInt32(target)) {
                    stack[depth] = UInt32(target)
                    depth += 1
                }
            case .fork(let first, let second):
                if set.insert(UInt32(second)) {
                    stack[depth] = UInt32(second)
                    depth += 1
                }
                if set.insert(UInt32(first)) {
                    stack[depth] = UInt32(first)
                    depth += 1
                }
            case .assertion(let assertion):
                if holds(assertion, at: offset), set.insert(position + 1) {
                    stack[depth] = position + 1
                    depth += 1
                }
            }
        }
        return false
    }

    private func holds(_ assertion: RegexAssertion, at offset: Int) -> Bool {
        switch assertion {
        case .textStart: offset == 0
        case .textEnd: offset == text.count
        case .lineStart: offset == 0 || text[offset - 1] == 10
        case .lineEnd: offset == text.count || text[offset] == 10
        case .wordBoundary: isWord(at: offset - 1) != isWord(at: offset)
        case .notWordBoundary: isWord(at: offset - 1) == isWord(at: offset)
        }
    }

    /// Whether the byte at an offset is an ASCII word character; bytes of other scalars are not, nor are the ends.
    private func isWord(at offset: Int) -> Bool {
        guard offset >= 0, offset < text.count else { return false }
        return RegexParser.isWord(Unicode.Scalar(text[offset]))
    }

    /// Reads the scalar at an offset; the text is valid UTF-8, since it comes from a `String`.
    @inline(__always)
    private func decode(at offset: Int) -> (scalar: UInt32, length: Int) {
        let first = UInt32(text[offset])
        if first < 0x80 { return (first, 1) }
        if first < 0xe0 { return ((first & 0x1f) << 6 | tail(offset + 1), 2) }
        if first < 0xf0 { return ((first & 0x0f) << 12 | tail(offset + 1) << 6 | tail(offset + 2), 3) }
        return ((first & 0x07) << 18 | tail(offset + 1) << 12 | tail(offset + 2) << 6 | tail(offset + 3), 4)
    }

    private func tail(_ offset: Int) -> UInt32 { UInt32(text[offset] & 0x3f) }

    /// Looks for plain text, remembering how much of it the bytes so far end with (Knuth, Morris and Pratt).
    private static func find(
        _ literal: [UInt8], in text: UnsafeBufferPointer<UInt8>
    ) -> (found: Bool, steps: Int) {
        guard let first = literal.first else { return (true, 1) }
        guard literal.count <= text.count else { return (false, 1) }
        let fallback = prefixFunction(literal)
        var matched = 0
        var steps = 0
        for byte in text {
            steps += 1
            if matched == 0, byte != first { continue }
            while matched > 0, byte != literal[matched] {
                matched = fallback[matched - 1]
                steps += 1
            }
            if byte == literal[matched] { matched += 1 }
            if matched == literal.count { return (true, steps) }
        }
        return (false, steps)
    }

    /// For each prefix, the length of its longest proper suffix that is a prefix too.
    private static func prefixFunction(_ literal: [UInt8]) -> [Int] {
        var result = [Int](repeating: 0, count: literal.count)
        var length = 0
        for index in literal.indices.dropFirst() {
            while length > 0, literal[index] != literal[length] { length = result[length - 1] }
            if literal[index] == literal[length] { length += 1 }
            result[index] = length
        }
        return result
    }
}

/// A set of program positions that keeps them in order of arrival and is emptied at no cost.
private struct PositionSet {
    private let dense: UnsafeMutableBufferPointer<UInt32>
    private let sparse: UnsafeMutableBufferPointer<UInt32>
    var count = 0

    init(memory: UnsafeMutableBufferPointer<UInt32>, offset: Int, capacity: Int) {
        dense = UnsafeMutableBufferPointer(rebasing: memory[offset..<(offset + capacity)])
        sparse = UnsafeMutableBufferPointer(rebasing: memory[(offset + capacity)..<(offset + 2 * capacity)])
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
