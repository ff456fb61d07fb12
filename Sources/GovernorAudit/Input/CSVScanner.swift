/// Finds the fields of CSV records (RFC 4180) in bytes, without copying them.
///
/// Also the messier kind: lines may end in LF alone, lines without anything are skipped, the last line need not end, and
/// a quote within an unquoted field is a character like any other. What is ambiguous is an error: text after a
/// closing quote, a quote that is never closed.
struct CSVScanner: RecordScanner {
    /// The most fields of a record, which is what spreadsheets hold.
    static let maximumFields = 1 << 14

    private let bytes: UnsafeBufferPointer<UInt8>
    private let delimiter: UInt8
    /// The delimiter eight times.
    private let delimiters: UInt64
    private var position = 0
    /// Where the next record begins; past the end after a last one that no line end follows.
    var offset: Int { min(position, bytes.count) }
    /// The line at which the next record begins.
    private(set) var line: Int
    /// The fields of the last record.
    private(set) var fields: [RecordField] = []

    /// - Parameters:
    ///   - bytes: Whole records.
    ///   - line: The line at which they begin, from 1.
    init(_ bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8, line: Int) {
        self.bytes = bytes
        self.delimiter = delimiter
        delimiters = UInt64(delimiter) &* 0x0101_0101_0101_0101
        self.line = line
    }

    /// Finds the fields of the next record that has any.
    ///
    /// - Returns: The line at which it begins; nil after the last.
    mutating func next() throws(AuditError) -> Int? {
        while position < bytes.count {
            let start = line
            let isQuoted = bytes[position] == UInt8(ascii: "\"")
            try scanRecord()
            // An empty field between quotes is one, and a line with nothing is none.
            if fields.count > 1 || fields[0].start < fields[0].end || isQuoted { return start }
        }
        return nil
    }

    /// The text of a field; nil if it is not UTF-8.
    func text(of field: RecordField) -> String? {
        let raw = UnsafeBufferPointer(rebasing: bytes[field.start..<field.end])
        guard field.hasEscapes else { return String(validating: raw, as: UTF8.self) }
        // In bytes: a quote and the mark above it are one character, which is not a quote.
        var plain: [UInt8] = []
        var isFirst = false
        for byte in raw {
            isFirst = byte == UInt8(ascii: "\"") && !isFirst
            if byte != UInt8(ascii: "\"") || isFirst { plain.append(byte) }
        }
        return String(validating: plain, as: UTF8.self)
    }

    private mutating func scanRecord() throws(AuditError) {
        // They take the places of those of the record before, which mostly are as many.
        var found: [RecordField] = []
        swap(&found, &fields)
        defer { fields = found }
        var (count, isLast) = (0, false)
        try found.withUnsafeMutableBufferPointer { places throws(AuditError) in
            while !isLast, count < places.count {
                (places[count], isLast) = try scanField()
                count += 1
            }
        }
        found.removeLast(found.count - count)
        while !isLast {
            guard found.count < Self.maximumFields else {
                throw .invalidRecord(line: line, column: nil, problem: "more than \(Self.maximumFields) fields")
            }
            let field: RecordField
            (field, isLast) = try scanField()
            found.append(field)
        }
    }

    /// - Returns: The field, and whether the record ends with it.
    @inline(__always)
    private mutating func scanField() throws(AuditError) -> (RecordField, isLast: Bool) {
        position < bytes.count && bytes[position] == UInt8(ascii: "\"") ? try scanQuoted() : scanPlain()
    }

    @inline(__always)
    private mutating func scanPlain() -> (RecordField, isLast: Bool) {
        let start = position
        position = fieldEnd(from: start)
        var end = position
        let endsLine = position == bytes.count || bytes[position] == 0x0A
        if endsLine, end > start, bytes[end - 1] == 0x0D { end -= 1 }
        return (RecordField(start: start, end: end, hasEscapes: false), step(endsLine))
    }

    /// Where the next delimiter or line end is, eight bytes at a time: most fields are shorter, and then take no loop.
    @inline(__always)
    private func fieldEnd(from start: Int) -> Int {
        var position = start
        while position + 8 <= bytes.count {
            let word = UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped)
                .loadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian
            let ends = Self.zeros(word ^ delimiters) | Self.zeros(word ^ Self.lineEnds)
            if ends != 0 { return position + ends.trailingZeroBitCount / 8 }
            position += 8
        }
        while position < bytes.count, bytes[position] != delimiter, bytes[position] != 0x0A { position += 1 }
        return position
    }

    /// The high bit of the lowest byte that is 0, and of some others above it; 0 where no byte is.
    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }

    private static let lineEnds: UInt64 = 0x0A0A_0A0A_0A0A_0A0A

    private mutating func scanQuoted() throws(AuditError) -> (RecordField, isLast: Bool) {
        let opened = line
        position += 1
        var field = RecordField(start: position, end: position, hasEscapes: false)
        while true {
            guard position < bytes.count else {
                throw .invalidRecord(line: opened, column: nil, problem: .unclosedQuote)
            }
            let byte = bytes[position]
            if byte == 0x0A { line += 1 }
            if byte == UInt8(ascii: "\"") {
                guard position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "\"") else { break }
                field.hasEscapes = true
                position += 1
            }
            position += 1
        }
        field.end = position
        position += 1
        let follows = position < bytes.count && bytes[position] == 0x0D ? position + 1 : position
        let endsLine = follows >= bytes.count || bytes[follows] == 0x0A
        if endsLine { position = follows }
        guard endsLine || bytes[position] == delimiter else {
            throw .invalidRecord(line: line, column: nil, problem: .textAfterQuote)
        }
        return (field, step(endsLine))
    }

    /// Steps over what ended a field.
    private mutating func step(_ endsLine: Bool) -> Bool {
        if endsLine { line += 1 }
        position += 1
        return endsLine
    }
}
