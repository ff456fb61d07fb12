#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Finds where the last whole record of a growing text ends, looking at each byte once.
struct RecordBoundary {
    private enum Place {
        /// Where a field begins.
        case start
        /// Within a field without quotes, or after one.
        case plain
        /// Within quotes.
        case quoted
        /// After a quote within quotes: it closes the field, or is the first of a doubled one.
        case closing
    }

    private let format: TableFormat
    private var place = Place.start
    /// How many bytes of the whole text were looked at.
    private var position = 0

    init(_ format: TableFormat) { self.format = format }

    /// Looks at the bytes that follow those before.
    ///
    /// - Returns: The offset after the last byte that ends a record; 0 when none does.
    mutating func end(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        defer { position += bytes.count }
        switch format {
        // A line end within a text is written as an escape.
        case .jsonLines: return (bytes.lastIndex(of: 0x0A) ?? -1) + 1
        case .csv(let delimiter): return end(in: bytes, delimiter)
        }
    }

    private mutating func end(in bytes: UnsafeBufferPointer<UInt8>, _ delimiter: UInt8) -> Int {
        guard let base = bytes.baseAddress, let last = bytes.last else { return 0 }
        let isBetween = place != .quoted && place != .closing && position + bytes.count > CSVHeader.mark.count
        if isBetween, memchr(base, CInt(UInt8(ascii: "\"")), bytes.count) == nil {
            place = last == delimiter || last == 0x0A ? .start : .plain
            return (bytes.lastIndex(of: 0x0A) ?? -1) + 1
        }
        var end = 0
        for index in bytes.indices {
            step(over: bytes[index], delimiter, at: position + index)
            if bytes[index] == 0x0A, place == .start { end = index + 1 }
        }
        return end
    }

    /// A quote opens a field only at its beginning, as the scanner reads it.
    @inline(__always)
    private mutating func step(over byte: UInt8, _ delimiter: UInt8, at position: Int) {
        switch place {
        case .quoted: if byte == UInt8(ascii: "\"") { place = .closing }
        case .closing where byte == UInt8(ascii: "\""), .start where byte == UInt8(ascii: "\""): place = .quoted
        case .start where isMark(byte, at: position): break
        case .start, .plain, .closing: place = byte == delimiter || byte == 0x0A ? .start : .plain
        }
    }

    /// Whether a byte is one of the mark that may come before the first field.
    @inline(__always)
    private func isMark(_ byte: UInt8, at position: Int) -> Bool {
        position < CSVHeader.mark.count && byte == CSVHeader.mark[position]
    }
}
