import GovernorCore

/// Recognises words, or groups of words, that a policy lists and that stand alone in the text.
struct WordListRecognizer: SpanRecognizer {
    let detector: String
    let triggers: ByteSet
    let asksOnlyAtWordStarts = false
    let reach: Int
    private let kind: String
    private let words: WordTrie
    private let context: NearbyWords
    private let confidence: Double

    init(_ words: [String], ignoresCase: Bool, of recognizer: DeclaredRecognizer) {
        detector = recognizer.detector
        self.words = WordTrie(words, ignoresCase: ignoresCase)
        triggers = self.words.firstBytes
        reach = NearbyWords.reach(around: self.words.longest)
        kind = recognizer.kind
        context = NearbyWords(recognizer.contextWords)
        confidence = recognizer.confidence.doubleValue
    }

    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch? {
        guard !text.isInsideWord(at: position), let end = words.endOfLongestWord(in: text, at: position),
            context.stand(around: position..<end, in: text)
        else { return nil }
        return SpanMatch(kind: kind, span: position..<end, confidence: confidence, evidence: .dictionary)
    }
}

/// The words of a list by their bytes, read one byte of the text a step.
struct WordTrie: Sendable {
    /// The most bytes of text that a word takes.
    let longest: Int
    /// The bytes of text that a word can begin with.
    let firstBytes: ByteSet
    private let ignoresCase: Bool
    /// For each node where its edges begin, and the end of the last.
    private var bounds: [Int] = [0]
    /// Sorted by byte within each node.
    private var edges: [(byte: UInt8, node: Int)] = []
    private var ends: [Bool] = []

    init(_ words: [String], ignoresCase: Bool) {
        self.ignoresCase = ignoresCase
        longest = 4 * (words.map(\.unicodeScalars.count).max() ?? 0)
        let folded = words.map { word in
            word.unicodeScalars.flatMap { Array(String(Self.folded($0, ignoresCase)).utf8) }
        }
        firstBytes =
            ignoresCase
            ? ByteSet(folded.compactMap(\.first).flatMap(Self.unfolded)) : ByteSet(folded.compactMap(\.first))
        // Breadth first: the nodes of one depth follow one another, each for the words from an offset on.
        var waiting: [(words: ArraySlice<[UInt8]>, depth: Int)] = [(Set(folded).sorted(by: Self.precedes)[...], 0)]
        var next = 0
        while next < waiting.count {
            let (words, depth) = waiting[next]
            next += 1
            ends.append(words.contains { $0.count == depth })
            var rest = words.drop { $0.count == depth }
            while let byte = rest.first?[depth] {
                let same = rest.prefix { $0[depth] == byte }
                edges.append((byte, waiting.count))
                waiting.append((same, depth + 1))
                rest = rest.dropFirst(same.count)
            }
            bounds.append(edges.count)
        }
    }

    /// Where the longest word ends that begins at an offset and stands alone; nil when none does.
    func endOfLongestWord(in text: Span<UInt8>, at start: Int) -> Int? {
        var (node, offset, end) = (0, start, nil as Int?)
        while offset < text.count {
            if text[offset] < 0x80 {
                guard let next = child(of: node, Self.folded(text[offset], ignoresCase)) else { break }
                node = next
                offset += 1
            } else {
                guard let (value, length) = text.longScalar(at: offset), let scalar = Unicode.Scalar(value),
                    let next = descendant(of: node, Self.folded(scalar, ignoresCase))
                else { break }
                node = next
                offset += length
            }
            if ends[node], !text.isInsideWord(at: offset) { end = offset }
        }
        return end
    }

    private func child(of node: Int, _ byte: UInt8) -> Int? {
        var (low, high) = (bounds[node], bounds[node + 1])
        while low < high {
            let middle = (low + high) / 2
            if edges[middle].byte < byte { low = middle + 1 } else { high = middle }
        }
        return low < bounds[node + 1] && edges[low].byte == byte ? edges[low].node : nil
    }

    private func descendant(of node: Int, _ scalar: Unicode.Scalar) -> Int? {
        var node: Int? = node
        for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
            node = node.flatMap { child(of: $0, byte) }
        }
        return node
    }

    private static func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool { left.lexicographicallyPrecedes(right) }

    /// A line may end within a group of words.
    private static func folded(_ byte: UInt8, _ ignoresCase: Bool) -> UInt8 {
        switch byte {
        case 0x09, 0x0A, 0x0D: UInt8(ascii: " ")
        case UInt8(ascii: "A")...UInt8(ascii: "Z") where ignoresCase: byte | 0x20
        default: byte
        }
    }

    private static func folded(_ scalar: Unicode.Scalar, _ ignoresCase: Bool) -> Unicode.Scalar {
        if scalar.isASCII { return Unicode.Scalar(folded(UInt8(scalar.value), ignoresCase)) }
        if scalar == "\u{A0}" { return " " }
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        // Signs for units look like letters and are found as such.
        return ignoresCase && lower.count == 1 ? lower.first ?? scalar : scalar
    }

    /// The bytes with which a text can begin what is folded to a byte; beyond ASCII that may be any.
    private static func unfolded(_ byte: UInt8) -> [UInt8] {
        switch byte {
        case 0x80...: Array(0xC2...0xF4)
        // The sign for kelvin is a capital k.
        case UInt8(ascii: "k"): [byte, byte & 0xDF, 0xE2]
        default: byte.isLetter ? [byte, byte & 0xDF] : [byte]
        }
    }
}

extension Span<UInt8> {
    /// Whether one word goes on from before an offset to behind it.
    ///
    /// Letters without case do not make one word: their scripts write words without spaces, or none is known to.
    fileprivate func isInsideWord(at offset: Int) -> Bool {
        guard offset > 0, offset < count else { return false }
        var start = offset - 1
        while start > 0, offset - start < 4, self[start] & 0xC0 == 0x80 { start -= 1 }
        return isWordPart(at: start) && isWordPart(at: offset)
    }

    private func isWordPart(at offset: Int) -> Bool {
        guard self[offset] >= 0x80 else { return self[offset].isLetterOrDigit }
        return longScalar(at: offset).flatMap { Unicode.Scalar($0.value) }?.properties.isCased ?? false
    }
}
