/// What the words of a text say about its language, counted in one pass.
struct LanguageTally {
    /// The most bytes of a text; more words could overflow what is counted.
    static let mostBytes = 512

    /// How many letters of each script there are.
    private(set) var letters = [Int](repeating: 0, count: Script.allCases.count)
    /// The languages that have one of the words on their list.
    private(set) var familiar: LanguageTable.Languages = 0
    /// What trigrams hint at for each language, in the table's units.
    private var hints = LanguageEvidence()
    /// What lists of words and foreign letters say of each language besides.
    private var certainties = [Int](repeating: 0, count: LanguageEvidence.laneCount)

    /// - Parameter text: UTF-8; its first ``mostBytes`` count. Other bytes part words.
    init(_ text: Span<UInt8>) {
        let text = text.extracting(0..<min(text.count, Self.mostBytes))
        let table = LanguageTable.standard
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: OpenWord.mostLetters) { room in
            var word = OpenWord(.other, table, room)
            var (position, latinLetters) = (0, 0)
            while position < text.count {
                let byte = text[position]
                if byte.isLetter {
                    if word.isEmpty { word = OpenWord(.latin, table, room) }
                    let end = word.append(lettersOf: text, at: position, table)
                    latinLetters += end - position
                    position = end
                    continue
                }
                let (value, length) = byte < 0x80 ? (UInt32(byte), 1) : text.longScalar(at: position) ?? (0xFFFD, 1)
                position += length
                switch LanguageLetter(value) {
                case .letter(let letter, let script):
                    letters[script.rawValue] += 1
                    if word.isEmpty { word = OpenWord(script, table, room) }
                    word.append(letter, table)
                case .apostrophe: word.append(value, table)
                case .mark: break
                case .none:
                    close(word, table)
                    word = OpenWord(.other, table, room)
                }
            }
            close(word, table)
            letters[Script.latin.rawValue] += latinLetters
        }
    }

    func count(of script: Script) -> Int { letters[script.rawValue] }

    /// The script that most letters are of, the last one of equals.
    var commonestScript: (count: Int, script: Script) {
        Script.allCases.reduce((count: 0, script: .other)) { commonest, script in
            let count = count(of: script)
            return count >= commonest.count ? (count, script) : commonest
        }
    }

    /// What the words speak for a language, in nats.
    func evidence(for lane: Int) -> Double { Double(Int(hints[lane]) + certainties[lane]) / LanguageTable.unitsPerNat }

    private mutating func close(_ word: OpenWord, _ table: LanguageTable) {
        guard !word.isEmpty, word.languages != 0 else { return }
        let hint = word.hint(table)
        hints.even &+= hint.even
        hints.odd &+= hint.odd
        let listed = table.languages(withWord: word.hash) & word.languages
        familiar |= listed
        // Their list says all about the others.
        listed.forEachLane { certainties[$0] += LanguageTable.listedWord - Int(hint[$0]) }
        (word.lacking & word.languages & ~listed).forEachLane { certainties[$0] += LanguageTable.foreignLetter }
    }

}

/// A word that is not yet complete.
private struct OpenWord {
    /// More letters say nothing more, and could overflow.
    static let mostLetters = 64

    private let script: Script
    /// The languages that it may be of.
    let languages: LanguageTable.Languages
    /// Those that lack one of its letters.
    private(set) var lacking: LanguageTable.Languages = 0
    private var reading = WordReading()
    /// Where the evidence of its trigrams stands: they are added up when it is complete, without a wait for each.
    private let places: UnsafeMutableBufferPointer<UInt16>
    private var placeCount = 0

    /// - Parameter room: For the places; at least ``mostLetters``.
    init(_ script: Script, _ table: LanguageTable, _ room: UnsafeMutableBufferPointer<UInt16>) {
        self.script = script
        languages = table.languages(of: script)
        places = room
    }

    var isEmpty: Bool { reading.count == 0 }
    var hash: UInt64 { reading.hash }

    /// Adds the ASCII letters that begin at an offset; returns where they end.
    mutating func append(lettersOf text: Span<UInt8>, at start: Int, _ table: LanguageTable) -> Int {
        // What changes with each letter stays in registers.
        var (reading, placeCount, position) = (reading, placeCount, start)
        let keepsPlaces = languages != 0
        while position < text.count, text[position].isLetter {
            let trigram = reading.append(UInt32(text[position] | 0x20))
            position += 1
            if keepsPlaces, let trigram, reading.count < Self.mostLetters {
                places[placeCount] = table.trigrams.place(of: trigram)
                placeCount += 1
            }
        }
        (self.reading, self.placeCount) = (reading, placeCount)
        return position
    }

    mutating func append(_ letter: UInt32, _ table: LanguageTable) {
        let trigram = reading.append(letter)
        guard languages != 0 else { return }
        if let trigram, reading.count < Self.mostLetters {
            places[placeCount] = table.trigrams.place(of: trigram)
            placeCount += 1
        }
        if letter >= 0x80, letter != LanguageLetter.typographicApostrophe {
            lacking |= ~table.languages(withLetter: letter)
        }
    }

    /// What its trigrams speak for each language.
    @inline(__always)
    func hint(_ table: LanguageTable) -> LanguageEvidence {
        places[placeCount] = table.trigrams.place(of: reading.lastTrigram)
        let known = table.trigrams.evidence(at: places[...placeCount]).capped(at: LanguageTable.mostFromTrigrams)
        let mask = table.mask(of: script)
        return LanguageEvidence(even: known.even & mask.even, odd: known.odd & mask.odd)
    }
}

/// What a character is to the words of a language.
enum LanguageLetter {
    /// A letter, in lower case.
    case letter(UInt32, Script)
    case apostrophe
    /// An accent that stands by itself.
    case mark
    case none

    static let typographicApostrophe: UInt32 = 0x2019

    init(_ value: UInt32) {
        switch value {
        case 0x61...0x7A: self = .letter(value, .latin)
        case 0x41...0x5A: self = .letter(value | 0x20, .latin)
        case 0x27, Self.typographicApostrophe: self = .apostrophe
        case 0..<0x80: self = .none
        case 0x300...0x36F: self = .mark
        default:
            guard let scalar = Unicode.Scalar(value), scalar.properties.isAlphabetic else {
                self = .none
                return
            }
            self = .letter(Self.lowerCase(value), Script(scalar))
        }
    }

    /// The small letter of a Latin or Cyrillic one; languages in other scripts have no case or need none.
    private static func lowerCase(_ value: UInt32) -> UInt32 {
        switch value {
        case 0xC0...0xDE, 0x410...0x42F: value + 0x20
        case 0x400...0x40F: value + 0x50
        case 0x100...0x12F, 0x132...0x137, 0x14A...0x177, 0x1A0...0x1A5, 0x1DE...0x1EF, 0x1F8...0x21F, 0x222...0x233,
            0x460...0x481, 0x48A...0x4BF, 0x4D0...0x52F, 0x1E00...0x1E95, 0x1EA0...0x1EFF:
            value | 1
        case 0x139...0x148, 0x179...0x17E, 0x1AF: value + value % 2
        case 0x178: 0xFF
        case 0x130: 0x69
        default: value
        }
    }
}
