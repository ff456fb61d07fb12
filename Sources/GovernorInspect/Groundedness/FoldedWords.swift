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
        var (form, start, end) = (WordList.emptyForm, 0, 0)
        var position = 0
        let ascii = Self.ascii
        while position < text.count {
            let byte = text[position]
            let (value, length) = byte < 0x80 ? (UInt32(byte), 1) : text.longScalar(at: position) ?? (0, 1)
            switch byte < 0x80 ? ascii[Int(byte)] : FoldedScalar(value) {
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

    private static let ascii = (UInt32(0)..<0x80).map { FoldedScalar($0) }
}
