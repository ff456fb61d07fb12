/// How the records of a table are written.
public enum TableFormat: Sendable, Equatable {
    /// A header and records with as many fields (RFC 4180).
    case csv(delimiter: UInt8)
    /// A JSON object a line.
    case jsonLines

    /// CSV with commas.
    public static let commaSeparated = Self.csv(delimiter: UInt8(ascii: ","))

    /// The format that a file's name tells: JSON Lines for `.jsonl` and `.ndjson`, tabs for `.tsv`, commas otherwise; `.gz` or
    /// `.zst` after it changes nothing.
    public init(ofFile path: String) {
        let packed = [".gz", ".zst"].first { path.hasSuffix($0) }
        let name = path.dropLast(packed?.count ?? 0)
        if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") {
            self = .jsonLines
        } else {
            self = name.hasSuffix(".tsv") ? .csv(delimiter: UInt8(ascii: "\t")) : .commaSeparated
        }
    }

    /// Whether a chunk has a record, or what should be one: lines without anything may come before the first.
    func hasRecord(_ chunk: RecordChunks.Chunk) -> Bool {
        chunk.bytes.withUnsafeBufferPointer { bytes in
            let isMarked = chunk.line == 1 && bytes.starts(with: CSVHeader.mark)
            let body = UnsafeBufferPointer(rebasing: bytes[(isMarked ? CSVHeader.mark.count : 0)...])
            do throws(AuditError) {
                switch self {
                case .csv(let delimiter):
                    var scanner = CSVScanner(body, delimiter: delimiter, line: 1)
                    return try scanner.next() != nil
                case .jsonLines:
                    var scanner = JSONLinesScanner(body, names: [], line: 1)
                    return try scanner.next() != nil
                }
            } catch {
                // Whoever reads it says what is wrong.
                return true
            }
        }
    }

    /// Takes the names of the columns off the first chunk.
    ///
    /// - Returns: The names, and what is left to be counted: of JSON Lines everything, for its records name their members.
    func header(
        from chunk: RecordChunks.Chunk
    ) throws(AuditError) -> (names: [String], rest: RecordChunks.Chunk) {
        switch self {
        case .csv(let delimiter): try CSVHeader.take(from: chunk, delimiter: delimiter)
        case .jsonLines: (try JSONLinesScanner.names(in: chunk), chunk)
        }
    }

    /// The columns that are looked at in records: of CSV, which has no names in them, all.
    ///
    /// - Parameters:
    ///   - header: All names.
    ///   - wanted: Those that somebody reads; nil for none.
    /// - Throws: ``AuditError/unknownColumn(_:known:)``.
    func columns(of header: [String], wanted: [String?]) throws(AuditError) -> [String] {
        let wanted = wanted.compactMap(\.self)
        let known = Set(header.map { Level($0) })
        for name in wanted where !known.contains(Level(name)) { throw .unknownColumn(name, known: header) }
        guard self == .jsonLines else { return header }
        let read = Set(wanted.map { Level($0) })
        return header.filter { read.contains(Level($0)) }
    }
}
