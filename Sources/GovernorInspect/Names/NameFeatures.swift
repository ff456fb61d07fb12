/// What the tagger looks at to decide about one token, as buckets of the weights.
package enum NameFeatures {
    static let bits = 17
    package static let buckets = 1 << bits

    /// Calls `body` with each bucket of the token at an index.
    ///
    /// Words count by their hash, look, ending and lists; those up to three places away as well, and the words on both
    /// sides of the run of candidates, which often say what stands between them.
    @inline(__always)
    package static func visit(
        _ index: Int, of sentence: borrowing NameSentence, run: Range<Int>, in text: Span<UInt8>, _ body: (Int) -> Void
    ) {
        let tokens = sentence.tokens
        let casing = UInt32(sentence.casing.rawValue)
        func emit(_ kind: UInt32, _ first: UInt32 = 0, _ second: UInt32 = 0) {
            var mixed = (UInt64(first) << 32 | UInt64(second)) ^ (UInt64(kind) &* 0x9E37_79B9_7F4A_7C15)
            mixed = (mixed ^ (mixed >> 31)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 29)) &* 0x94D0_49BB_1331_11EB
            body(Int(mixed >> UInt64(64 - bits)))
        }
        func view(_ offset: Int) -> TokenView {
            let place = index + offset
            guard place >= 0 else { return .before }
            guard place < tokens.count else { return .after }
            return TokenView(tokens[place], casing: sentence.casing)
        }
        let (here, p1, n1, p2, n2) = (view(0), view(-1), view(1), view(-2), view(2))
        let (p3, n3) = (view(-3), view(3))
        let token = tokens[index]

        emit(1, casing)
        emit(2, here.hash)
        emit(3, here.hash, here.look)
        emit(4, p1.hash)
        emit(5, n1.hash)
        emit(6, p2.hash)
        emit(7, n2.hash)
        emit(8, p1.hash, here.hash)
        emit(9, here.hash, n1.hash)
        emit(10, p2.hash, p1.hash)
        emit(11, n1.hash, n2.hash)
        emit(12, p1.hash, here.look)
        emit(13, n1.hash, here.look)
        emit(14, p2.hash, p1.look << 16 | here.look)
        emit(15, p3.hash)
        emit(16, n3.hash)

        emit(17, here.look, casing)
        emit(18, p1.look, here.look)
        emit(19, here.look, n1.look)
        emit(20, p1.look << 16 | here.look, n1.look)
        emit(21, p2.look << 16 | p1.look, here.look)
        emit(22, here.look, n1.look << 16 | n2.look)
        emit(23, p2.look << 16 | p1.look, here.look << 16 | n1.look)
        emit(24, p1.look << 16 | here.look, n1.look << 16 | n2.look)

        let classes = here.classes
        emit(25, classes, casing)
        emit(26, p1.classes, classes)
        emit(27, classes, n1.classes)
        emit(28, p1.classes << 16 | classes, n1.classes)
        emit(29, p1.hash, classes)
        emit(30, classes, n1.hash)
        emit(31, p2.classes, p1.classes << 16 | classes)
        emit(32, classes, n1.classes << 16 | n2.classes)
        let pairBefore = index > 0 ? UInt32(tokens[index - 1].pairClasses.rawValue) : 0
        emit(33, UInt32(token.pairClasses.rawValue), pairBefore)
        emit(34, classes, here.look)

        if token.isWord || token.shape == .mixed {
            let (first, last) = affixes(of: token, in: text)
            emit(35, last)
            emit(36, last & 0xFF_FFFF, here.look)
            emit(37, last & 0xFFFF)
            emit(38, first)
            emit(39, first & 0xFF_FFFF)
            emit(40, first & 0xFFFF)
            emit(41, UInt32(min(token.length, 12)), here.look)
        }
        if index + 1 < tokens.count, tokens[index + 1].isWord {
            emit(42, affixes(of: tokens[index + 1], in: text).last & 0xFF_FFFF, here.look)
        }
        if index > 0, tokens[index - 1].isWord {
            emit(43, affixes(of: tokens[index - 1], in: text).last & 0xFF_FFFF, here.look)
        }

        // The run as a whole.
        let before = run.lowerBound > 0 ? tokens[run.lowerBound - 1].hash : 1
        let after = run.upperBound < tokens.count ? tokens[run.upperBound].hash : 2
        let summary = summary(of: run, tokens)
        emit(44, before, here.look)
        emit(45, after, here.look)
        emit(46, before, after)
        emit(47, before, UInt32(min(index - run.lowerBound, 3)))
        emit(48, after, UInt32(min(run.upperBound - index, 4)))
        emit(49, summary, classes)
        emit(50, summary, here.look)
        emit(51, summary, UInt32(min(index - run.lowerBound, 3)))
        let before2 = run.lowerBound > 1 ? tokens[run.lowerBound - 2].hash : 1
        emit(52, before2, before)
        emit(53, UInt32(min(index, 3)), UInt32(min(tokens.count - index, 4)))
        emit(54, aheadClasses(index, run, tokens), here.look)
        emit(55, UInt32(tokens.count == run.count ? 1 : 0), UInt32(min(run.count, 6)))
    }

    /// Up to four bytes of the beginning and of the end, in small letters, the outermost lowest.
    @inline(__always)
    private static func affixes(of token: NameToken, in text: Span<UInt8>) -> (first: UInt32, last: UInt32) {
        var (first, last): (UInt32, UInt32) = (0, 0)
        for offset in 0..<min(4, token.length) {
            first |= small(text[token.start + offset]) << UInt32(8 * offset)
            last |= small(text[token.end - 1 - offset]) << UInt32(8 * offset)
        }
        return (first, last)
    }

    @inline(__always) private static func small(_ byte: UInt8) -> UInt32 {
        UInt32(byte &- 0x41 < 26 ? byte | 0x20 : byte)
    }

    /// Which lists the words of a run are in, whether it has digits, line breaks and commas, and how long it is.
    private static func summary(of run: Range<Int>, _ tokens: [NameToken]) -> UInt32 {
        var (flags, words): (UInt32, UInt32) = (0, 0)
        for index in run {
            let token = tokens[index]
            if token.classes.contains(.legalForm) { flags |= 1 }
            if token.classes.contains(.street), token.shape != .small { flags |= 2 }
            if token.shape == .digits { flags |= 4 }
            if token.gap == .line, index > run.lowerBound { flags |= 8 }
            if token.hash == UInt32(UInt8(ascii: ",")) { flags |= 16 }
            if token.hash == UInt32(UInt8(ascii: "&")) { flags |= 32 }
            if token.isWord { words += 1 }
        }
        return flags << 8 | min(words, 6)
    }

    /// What the next four tokens of the run hold.
    private static func aheadClasses(_ index: Int, _ run: Range<Int>, _ tokens: [NameToken]) -> UInt32 {
        var flags: UInt32 = 0
        for place in (index + 1)..<max(index + 1, min(index + 5, run.upperBound)) {
            let classes = tokens[place].classes
            if classes.contains(.legalForm) { flags |= 1 }
            if classes.contains(.street) { flags |= 2 }
            if tokens[place].shape == .digits { flags |= 4 }
            if classes.contains(.region) || classes.contains(.city) { flags |= 8 }
        }
        return flags
    }
}

/// A token as its neighbours see it.
private struct TokenView {
    let hash: UInt32
    /// Shape, blank before, and whether the word is common.
    let look: UInt32
    let classes: UInt32

    static let before = TokenView(hash: 1, look: 0x100, classes: 0x100)
    static let after = TokenView(hash: 2, look: 0x200, classes: 0x200)

    private init(hash: UInt32, look: UInt32, classes: UInt32) {
        self.hash = hash
        self.look = look
        self.classes = classes
    }

    @inline(__always) init(_ token: NameToken, casing: NameSentence.Casing) {
        // A number counts by its length, not its value.
        hash = token.shape == .digits ? UInt32(3 + min(token.length, 8)) : token.hash
        let mark = token.isMark ? token.hash & 0x7F : 0
        // Where all letters are alike, their size says nothing.
        let shape = token.isWord && casing != .mixed ? NameToken.Shape.small : token.shape
        let common: UInt32 = token.classes.contains(.common) ? 1 : 0
        look = UInt32(shape.rawValue) | UInt32(token.gap.rawValue) << 4 | common << 6 | mark << 8
        classes = UInt32(token.classes.rawValue)
    }
}
