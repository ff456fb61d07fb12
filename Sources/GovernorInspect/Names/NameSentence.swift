/// What the tokens of a sentence are, and which of them a name may hold.
///
/// In ordinary prose only capitals and known names begin one; where everything is small or everything is large, every
/// word that is not common may. The marks, numbers and short words beside such a token may belong to the same name.
package struct NameSentence: Sendable {
    /// How the sentence uses capitals.
    package enum Casing: UInt8, Sendable { case mixed, small, large }

    package var tokens: [NameToken]
    package private(set) var casing = Casing.mixed
    package private(set) var hasCandidates = false

    package init(tokens: [NameToken] = []) { self.tokens = tokens }

    /// Looks the words up and marks the candidates.
    package mutating func prepare(with words: WordTable) {
        let (small, large, begun) = tokens.withUnsafeMutableBufferPointer { Self.lookUp($0, in: words) }
        casing = small + begun == 0 && large > 1 ? .large : begun + large == 0 ? .small : .mixed
        markCandidates()
        guard hasCandidates else { return }
        tokens.withUnsafeMutableBufferPointer { Self.lookUpPairs($0, in: words) }
    }

    /// Gives words their classes; counts those in small letters, in capitals, and with a capital among others.
    private static func lookUp(
        _ tokens: UnsafeMutableBufferPointer<NameToken>, in words: WordTable
    ) -> (small: Int, large: Int, begun: Int) {
        var (small, large, begun) = (0, 0, 0)
        for index in tokens.indices where tokens[index].isWord {
            let shape = tokens[index].shape
            switch shape {
            case .small: small += 1
            case .capitals: large += 1
            case .initial: break
            default: begun += 1
            }
            var classes = words.classes(of: tokens[index].hash)
            if shape == .small { classes.remove(.legalForm) }
            tokens[index].classes = classes
        }
        return (small, large, begun)
    }

    /// Gives words their classes as pairs, where one of both is a candidate.
    private static func lookUpPairs(_ tokens: UnsafeMutableBufferPointer<NameToken>, in words: WordTable) {
        for index in tokens.indices.dropLast() where tokens[index].isCandidate || tokens[index + 1].isCandidate {
            guard tokens[index].isWord, tokens[index + 1].isWord else { continue }
            tokens[index].pairClasses = words.classes(of: WordHash.pair(tokens[index].hash, tokens[index + 1].hash))
        }
    }

    private mutating func markCandidates() {
        hasCandidates = false
        var (index, lastCore) = (-1, -10)
        while true {
            index = possibleCore(from: index + 1)
            guard index < tokens.count else { return }
            guard isCore(index) else { continue }
            hasCandidates = true
            tokens[index].isCandidate = true
            // What joins backwards: a number before a street, an article.
            for before in stride(from: index - 1, through: max(lastCore + 1, index - 3, 0), by: -1) {
                guard tokens[before].isJoint else { break }
                tokens[before].isCandidate = true
            }
            // What joins forwards.
            for after in (index + 1)..<max(index + 1, min(index + 4, tokens.count)) {
                guard tokens[after].isJoint else { break }
                tokens[after].isCandidate = true
            }
            lastCore = index
        }
    }

    /// The next token that ``isCore(_:)`` is to be asked about: most words of prose have no capital and are no known names.
    private func possibleCore(from start: Int) -> Int {
        let isMixed = casing == .mixed
        return tokens.withUnsafeBufferPointer { tokens in
            var index = start
            while index < tokens.count {
                let token = tokens[index]
                let isPlain = isMixed && token.classes.isDisjoint(with: .names)
                if token.shape == .small ? !isPlain : token.shape != .mark { break }
                index += 1
            }
            return index
        }
    }

    private func isCore(_ index: Int) -> Bool {
        let token = tokens[index]
        guard token.isWord || token.shape == .mixed else { return false }
        let isCommon = token.classes.contains(.common)
        let isKnown = !token.classes.isDisjoint(with: .names)
        switch casing {
        case .small, .large: return isKnown ? !isCommon || token.length > 3 : !isCommon && token.length > 1
        case .mixed:
            if token.shape == .small { return isKnown && !isCommon }
            guard token.hasCapital || token.shape == .mixed else { return false }
            // A sentence begins with a capital, whatever its first word is; `I` is no name.
            guard isCommon, !isKnown, index == 0 || token.shape == .initial else {
                return token.shape != .mixed || isAfterCapital(index)
            }
            return index + 1 < tokens.count && tokens[index + 1].hasCapital
        }
    }

    private func isAfterCapital(_ index: Int) -> Bool { index > 0 && tokens[index - 1].hasCapital }
}

extension NameToken {
    private static let joints = HashedTable(
        words: [
            "de", "del", "della", "di", "da", "do", "dos", "das", "du", "des", "la", "le", "les", "los", "las", "el",
            "al",
            "bin", "ibn", "bint", "ben", "van", "von", "der", "den", "ter", "ten", "zu", "af", "av", "y", "e", "i",
            "of", "the",
            "and", "for", "at", "on", "in", "upon", "sur", "am", "an", "st", "nan", "und", "et", "och", "og",
        ])

    /// Whether it may stand inside a name, beside a word that may begin one.
    fileprivate var isJoint: Bool {
        switch shape {
        case .digits, .mixed: true
        case .mark: hash < 0x80 ? Self.marks.contains(UInt8(hash)) : hash == 0x2019 || hash == 0x2013 || hash == 0xBA
        case .small: length <= 4 && Self.joints[UInt64(hash)]
        default: false
        }
    }

    private static let marks = ByteSet(".,'-&/#".utf8)
}
