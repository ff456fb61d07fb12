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
        while position < text.count {
            let (value, length) =
                text[position] < 0x80 ? (UInt32(text[position]), 1) : text.longScalar(at: position) ?? (0, 1)
            switch FoldedScalar(value) {
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
}
