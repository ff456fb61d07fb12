/// The words that announce each kind, for looking up many at once.
///
/// Phrases are kept as hashes in an open-addressed table; a collision of 64 bits would only lend a word's weight to
/// another word. Words of scripts written without spaces are compared as they stand.
struct ContextIndex: Sendable {
    /// A set of kinds, one bit each; the last bit stands for words that announce some other number.
    typealias Kinds = UInt128
    static let other: Kinds = 1 << 127

    private var hashes: [UInt64]
    private var kinds: [Kinds]
    /// One bit for each value of some bits of a hash, so that most words cost no look at the table.
    private var filter: [UInt64]
    private var unspaced: [(word: [UInt8], kinds: Kinds)] = []

    /// - Parameter words: The words of each kind, in its order; at most 127 kinds.
    init(_ words: [[String]]) {
        precondition(words.count < 128, "a set of kinds has 127 bits")
        var table: [UInt64: Kinds] = [:]
        var unspaced: [[UInt8]: Kinds] = [:]
        for (kind, words) in words.enumerated() {
            for word in words {
                let bytes = Array(word.utf8)
                if bytes.first ?? 0 >= 0xE0 {
                    unspaced[bytes, default: 0] |= 1 << Kinds(kind)
                } else {
                    table[Self.hash(ofPhrase: bytes), default: 0] |= 1 << Kinds(kind)
                }
            }
        }
        for word in Self.otherNumbers { table[Self.hash(ofPhrase: Array(word.utf8)), default: 0] |= Self.other }
        var capacity = 64
        while capacity < 3 * table.count { capacity *= 2 }
        hashes = [UInt64](repeating: 0, count: capacity)
        kinds = [Kinds](repeating: 0, count: capacity)
        filter = [UInt64](repeating: 0, count: 1 << (Self.filterBits - 6))
        for (hash, bits) in table {
            filter[Self.filterWord(hash)] |= Self.filterBit(hash)
            let slot = slot(of: hash)
            hashes[slot] = hash
            kinds[slot] = bits
        }
        self.unspaced = unspaced.map { ($0.key, $0.value) }.sorted { $0.word.lexicographicallyPrecedes($1.word) }
    }

    func kinds(ofPhrase hash: UInt64) -> Kinds {
        filter[Self.filterWord(hash)] & Self.filterBit(hash) == 0 ? 0 : kinds[slot(of: hash)]
    }

    private static let filterBits = 15

    private static func filterWord(_ hash: UInt64) -> Int { Int(hash >> UInt64(70 - filterBits)) }

    private static func filterBit(_ hash: UInt64) -> UInt64 { 1 &<< ((hash >> UInt64(64 - filterBits)) & 63) }

    /// The kinds announced by a word of an unspaced script at an offset.
    func kinds(ofUnspacedWordAt offset: Int, in text: Span<UInt8>) -> Kinds {
        var found: Kinds = 0
        for (word, kinds) in unspaced where offset + word.count <= text.count && text[offset] == word[0] {
            if word.indices.allSatisfy({ text[offset + $0] == word[$0] }) { found |= kinds }
        }
        return found
    }

    private func slot(of hash: UInt64) -> Int {
        var slot = Int(hash >> 32) & (hashes.count - 1)
        while hashes[slot] != 0, hashes[slot] != hash { slot = (slot + 1) & (hashes.count - 1) }
        return slot
    }

    static let emptyWord: UInt64 = 0xCBF2_9CE4_8422_2325

    /// The hash of a word with one byte more, letters folded to lower case (ASCII and Latin-1 in UTF-8).
    static func hash(_ hash: UInt64, adding byte: UInt8, after previous: UInt8) -> UInt64 {
        var folded = byte
        if (65...90).contains(byte) || previous == 0xC3 && (0x80...0x9E).contains(byte) { folded |= 0x20 }
        return (hash ^ UInt64(folded)) &* 0x0000_0100_0000_01B3
    }

    /// The hash of a phrase with one word more.
    static func hash(ofPhrase phrase: UInt64, adding word: UInt64) -> UInt64 {
        (phrase.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15).high ^ phrase &* 31) &+ word
    }

    private static func hash(ofPhrase bytes: [UInt8]) -> UInt64 {
        var phrase: UInt64?
        for word in bytes.split(separator: UInt8(ascii: " ")) {
            var hash = emptyWord
            var previous: UInt8 = 0
            for byte in word {
                hash = Self.hash(hash, adding: byte, after: previous)
                previous = byte
            }
            phrase = phrase.map { Self.hash(ofPhrase: $0, adding: hash) } ?? hash
        }
        return phrase ?? emptyWord
    }

    /// Words that announce numbers of other sorts.
    private static let otherNumbers = [
        "order", "invoice", "ticket", "tracking", "shipment", "parcel", "serial", "model", "part", "sku", "isbn",
        "issn",
        "doi", "lot", "batch", "seat", "score", "version", "build", "release", "commit", "sha", "hash", "uuid", "guid",
        "phone", "tel", "telephone",
        "mobile", "cell", "fax", "call", "timestamp", "price", "amount", "total", "page", "port", "pin code", "error",
        "bestellnummer", "bestellung", "rechnung", "rechnungsnummer", "sendungsnummer", "telefon", "handy", "pedido",
        "factura", "teléfono", "commande", "facture", "téléphone", "ordine", "fattura", "telefono", "zamówienie",
        "faktura", "bestelling", "factuur", "telefoon", "encomenda", "fatura", "telefone",
    ]
}
