/// The writing system of a letter.
enum Script: Int, CaseIterable {
    case other, latin, cyrillic, greek, armenian, hebrew, arabic, devanagari, bengali, tamil, telugu, thai, georgian
    case hangul, kana, han

    init(_ scalar: Unicode.Scalar) {
        self =
            switch scalar.value {
            case 0x41...0x24F, 0x1E00...0x1EFF, 0xFF21...0xFF5A: .latin
            case 0x370...0x3FF, 0x1F00...0x1FFF: .greek
            case 0x400...0x52F: .cyrillic
            case 0x530...0x58F: .armenian
            case 0x590...0x5FF: .hebrew
            case 0x600...0x6FF, 0x750...0x77F, 0xFB50...0xFDFF, 0xFE70...0xFEFC: .arabic
            case 0x900...0x97F: .devanagari
            case 0x980...0x9FF: .bengali
            case 0xB80...0xBFF: .tamil
            case 0xC00...0xC7F: .telugu
            case 0xE00...0xE7F: .thai
            case 0x10A0...0x10FF: .georgian
            case 0x1100...0x11FF, 0x3130...0x318F, 0xAC00...0xD7AF: .hangul
            case 0x3040...0x30FF: .kana
            case 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: .han
            default: .other
            }
    }

    /// The language that a script stands for when it is nearly the only one to use it.
    var onlyLanguage: String? {
        switch self {
        case .greek: "el"
        case .armenian: "hy"
        case .hebrew: "he"
        case .devanagari: "hi"
        case .bengali: "bn"
        case .tamil: "ta"
        case .telugu: "te"
        case .thai: "th"
        case .georgian: "ka"
        case .hangul: "ko"
        case .kana: "ja"
        case .han: "zh"
        case .other, .latin, .cyrillic, .arabic: nil
        }
    }

    /// The languages told apart by words.
    var languages: [String] {
        switch self {
        case .latin:
            [
                "en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "no", "fi", "pl", "cs", "sk", "ro", "hu", "tr",
                "id", "vi", "ca", "hr",
            ]
        case .cyrillic: ["ru", "uk", "bg", "sr"]
        case .arabic: ["ar", "fa", "ur"]
        default: []
        }
    }
}
