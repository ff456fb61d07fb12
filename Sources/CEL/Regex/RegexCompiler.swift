/// Turns a ``RegexNode`` into a ``RegexProgram``.
struct RegexCompiler {
    /// The most instructions a program may have: the factor of the worst case of every search.
    static let maximumSize = 16_384

    private var instructions: [RegexProgram.Instruction] = []
    private var sets: [ScalarSet] = []

    static func compile(_ node: RegexNode) throws(LinearRegexError) -> RegexProgram {
        var compiler = RegexCompiler()
        try compiler.emit(node)
        try compiler.append(.match)
        let firstBytes = compiler.firstBytes()
        return RegexProgram(
            instructions: compiler.instructions, sets: compiler.sets, literal: literal(node), firstBytes: firstBytes,
            isAnchored: compiler.isAnchored())
    }

    private mutating func emit(_ node: RegexNode) throws(LinearRegexError) {
        switch node {
        case .empty: break
        case .scalar(let value): try append(.scalar(value))
        case .set(let set):
            sets.append(set)
            try append(.set(sets.count - 1))
        case .assertion(let assertion): try append(.assertion(assertion))
        case .sequence(let parts): for part in parts { try emit(part) }
        case .choice(let branches): try emitChoice(branches)
        case .repetition(let part, let minimum, let maximum): try emitRepetition(of: part, minimum, maximum)
        }
    }

    ///     fork A, next · A … · jump end · next: fork B, … · end:
    private mutating func emitChoice(_ branches: [RegexNode]) throws(LinearRegexError) {
        var jumps: [Int] = []
        for (index, branch) in branches.enumerated() {
            guard index < branches.count - 1 else {
                try emit(branch)
                break
            }
            let fork = try append(.fork(0, 0))
            try emit(branch)
            jumps.append(try append(.jump(0)))
            instructions[fork] = .fork(fork + 1, instructions.count)
        }
        for jump in jumps { instructions[jump] = .jump(instructions.count) }
    }

    /// The minimum is written out; then a loop, or one optional copy for each further time, all leading to the end.
    private mutating func emitRepetition(
        of part: RegexNode, _ minimum: Int, _ maximum: Int?
    ) throws(LinearRegexError) {
        for _ in 0..<minimum { try emit(part) }
        guard let maximum else {
            let fork = try append(.fork(0, 0))
            try emit(part)
            try append(.jump(fork))
            instructions[fork] = .fork(fork + 1, instructions.count)
            return
        }
        var forks: [Int] = []
        for _ in minimum..<maximum {
            forks.append(try append(.fork(0, 0)))
            try emit(part)
        }
        for fork in forks { instructions[fork] = .fork(fork + 1, instructions.count) }
    }

    @discardableResult
    private mutating func append(_ instruction: RegexProgram.Instruction) throws(LinearRegexError) -> Int {
        guard instructions.count < Self.maximumSize else { throw LinearRegexError(problem: .tooLarge, offset: 0) }
        instructions.append(instruction)
        return instructions.count - 1
    }

    // MARK: What can be known before the search

    private static func literal(_ node: RegexNode) -> LiteralSearch? {
        let parts: [RegexNode]
        if case .sequence(let sequence) = node { parts = sequence } else { parts = [node] }
        var bytes: [UInt8] = []
        for part in parts {
            guard case .scalar(let value) = part, let scalar = Unicode.Scalar(value) else { return nil }
            bytes.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
        }
        return LiteralSearch(bytes)
    }

    /// The instructions that a search visits before it takes a scalar, conditions taken as true.
    private func entrance(throughAssertion passes: (RegexAssertion) -> Bool) -> [RegexProgram.Instruction] {
        var visited = [Bool](repeating: false, count: instructions.count)
        var pending = [0]
        var found: [RegexProgram.Instruction] = []
        while let index = pending.popLast() {
            guard !visited[index] else { continue }
            visited[index] = true
            switch instructions[index] {
            case .jump(let target): pending.append(target)
            case .fork(let first, let second): pending += [first, second]
            case .assertion(let assertion) where passes(assertion): pending.append(index + 1)
            case let other: found.append(other)
            }
        }
        return found
    }

    private func firstBytes() -> ByteSet? {
        var bytes = ByteSet()
        for instruction in entrance(throughAssertion: { _ in true }) {
            switch instruction {
            case .scalar(let value):
                guard let scalar = Unicode.Scalar(value) else { continue }
                if let first = UTF8.encode(scalar)?.first { bytes.insert(first) }
            case .set(let index):
                for value in 0..<UInt32(128) where sets[index].contains(value) { bytes.insert(UInt8(value)) }
                guard sets[index].mayReachBeyondASCII else { continue }
                for byte in UInt8(0xc2)...0xf4 { bytes.insert(byte) }
            case .match, .assertion, .fork, .jump: return nil
            }
        }
        return bytes
    }

    private func isAnchored() -> Bool {
        entrance(throughAssertion: { _ in false }).allSatisfy { $0 == .assertion(.textStart) }
    }
}
