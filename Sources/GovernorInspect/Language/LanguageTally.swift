/// What the words of a text say about its language, counted in one pass.
struct LanguageTally {
    /// How many letters of each script there are.
    private(set) var letters = [Int](repeating: 0, count: Script.allCases.count)
    /// The languages that have one of the words on their list.
    private(set) var familiar: LanguageTable.Languages = 0
    /// Of each language, in the table's units.
    private var evidence = [Int32](repeating: 0, count: LanguageTable.Evidence.scalarCount)

    /// - Parameter text: UTF-8. Other bytes part words.
    init(_ text: Span<UInt8>) {
        let table = LanguageTable.standard
        var word = OpenWord(.other, table)
        var position = 0
        while position < text.count {
            let byte = text[position]
            if byte.isLetter {
                letters[Script.latin.rawValue] += 1
                if word.isEmpty { word = OpenWord(.latin, table) }
                word.append(UInt32(byte | 0x20), table)
                position += 1
                continue
            }
            let (value, length) = byte < 0x80 ? (UInt32(byte), 1) : text.longScalar(at: position) ?? (0xFFFD, 1)
            position += length
            switch LanguageLetter(value) {
            case .letter(let letter, let script):
                letters[script.rawValue] += 1
                if word.isEmpty { word = OpenWord(script, table) }
                word.append(letter, table)
            case .apostrophe: word.append(value, table)
            case .mark: break
            case .none: close(&word, table)
            }
        }
        close(&word, table)
    }

    func count(of script: Script) -> Int { letters[script.rawValue] }

    /// What the words speak for a language, in nats.
    func evidence(for lane: Int) -> Double { Double(evidence[lane]) / LanguageTable.unitsPerNat }

    private mutating func close(_ word: inout OpenWord, _ table: LanguageTable) {
        guard !word.isEmpty else { return }
        if word.languages != 0 {
            let listed = table.languages(withWord: word.hash) & word.languages
            familiar |= listed
            word.addEvidence(to: &evidence, listed: listed, table)
        }
        word = OpenWord(.other, table)
    }
}

/// A word that is not yet complete.
private struct OpenWord {
    private let script: Script
    /// The languages that it may be of.
    let languages: LanguageTable.Languages
    /// Those that lack one of its letters.
    private var lacking: LanguageTable.Languages = 0
    private var reading = WordReading()
    private var known = LanguageTable.Evidence()

    init(_ script: Script, _ table: LanguageTable) {
        self.script = script
        languages = table.languages(of: script)
    }

    var isEmpty: Bool { reading.count == 0 }
    var hash: UInt64 { reading.hash }

    mutating func append(_ letter: UInt32, _ table: LanguageTable) {
        let trigram = reading.append(letter)
        guard languages != 0 else { return }
        // More says nothing more, and could overflow.
        if let trigram, reading.count < Self.mostLetters { known &+= table.evidence(of: trigram) }
        if letter >= 0x80, letter != LanguageLetter.typographicApostrophe {
            lacking |= ~table.languages(withLetter: letter)
        }
    }

    /// Adds what the word speaks for each language.
    func addEvidence(to evidence: inout [Int32], listed: LanguageTable.Languages, _ table: LanguageTable) {
        let known = known &+ table.evidence(of: reading.lastTrigram)
        let mask = table.mask(of: script)
        // In memory and lane by lane, which the compiler makes vectors of.
        evidence.withUnsafeMutableBufferPointer { evidence in
            withUnsafeBytes(of: known) { known in
                withUnsafeBytes(of: mask) { mask in
                    let known = known.assumingMemoryBound(to: Int16.self)
                    let mask = mask.assumingMemoryBound(to: Int16.self)
                    for lane in 0..<LanguageTable.Evidence.scalarCount {
                        evidence[lane] &+= Int32(min(LanguageTable.mostFromTrigrams, known[lane]) & mask[lane])
                    }
                    // Their list says all about the others.
                    Self.visit(listed) {
                        let fromTrigrams = min(LanguageTable.mostFromTrigrams, known[$0])
                        evidence[$0] &+= Int32(LanguageTable.listedWord - fromTrigrams)
                    }
                }
            }
        }
        Self.visit(lacking & languages & ~listed) { evidence[$0] &+= Int32(LanguageTable.foreignLetter) }
    }

    @inline(__always)
    private static func visit(_ languages: LanguageTable.Languages, _ body: (Int) -> Void) {
        var rest = languages
        while rest != 0 {
            body(rest.trailingZeroBitCount)
            rest &= rest - 1
        }
    }

    private static let mostLetters = 64
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
