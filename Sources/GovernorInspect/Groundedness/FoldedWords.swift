/// The words of a text by the hashes of their folded letters, for looking up in a ``WordList``.
struct FoldedWords {
    struct Word {
        /// As ``WordList/hash(_:)`` makes it.
        let form: UInt64
        let span: Range<Int>
    }

    private(set) var words: [Word] = []

    /// - Parameter text: UTF-8. Other bytes separate words.
    init(_ text: Span<UInt8>) {
        words.reserveCapacity(text.count / 4)
        // Each byte has its letter.
        precondition(Self.letters.count == 256)
        text.withUnsafeBufferPointer { bytes in
            Self.letters.withUnsafeBufferPointer { read(text, bytes, $0) }
        }
    }

    /// - Parameters:
    ///   - bytes: Those of the text.
    ///   - letters: ``letters``.
    private mutating func read(
        _ text: Span<UInt8>, _ bytes: UnsafeBufferPointer<UInt8>, _ letters: UnsafeBufferPointer<UInt8>
    ) {
        var (form, start, end) = (WordList.emptyForm, 0, 0)
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            if letters[Int(byte)] > Self.ignored {
                if start == end { start = position }
                repeat {
                    form = WordList.form(form, adding: UInt32(letters[Int(bytes[position])]))
                    position &+= 1
                } while position < bytes.count && letters[Int(bytes[position])] > Self.ignored
                end = position
                continue
            }
            let (folded, length) =
                byte < 0x80
                ? (letters[Int(byte)] == Self.ignored ? .ignored : .separator, 1)
                : Self.longScalar(in: text, at: position)
            switch folded {
            case .letter(let letter), .ideograph(let letter):
                if start == end { start = position }
                form = WordList.form(form, adding: letter)
                end = position + length
            case .ignored: break
            case .joiner, .separator:
                if start < end { words.append(Word(form: form, span: start..<end)) }
                (form, start) = (WordList.emptyForm, end)
            }
            position += length
        }
        if start < end { words.append(Word(form: form, span: start..<end)) }
    }

    private static func longScalar(in text: Span<UInt8>, at position: Int) -> (FoldedScalar, length: Int) {
        guard let (value, length) = text.longScalar(at: position) else { return (.separator, 1) }
        return (FoldedScalar(value), length)
    }

    /// What each byte folds to: a letter or digit of ASCII, ``ignored``, or ``separator``, for bytes beyond ASCII too.
    private static let letters: [UInt8] = (0...0xFF).map { byte in
        guard byte < 0x80 else { return separator }
        return switch FoldedScalar(UInt32(byte)) {
        case .letter(let letter): UInt8(letter)
        case .ignored: ignored
        case .ideograph, .joiner, .separator: separator
        }
    }
    private static let separator: UInt8 = 0
    private static let ignored: UInt8 = 1
}
