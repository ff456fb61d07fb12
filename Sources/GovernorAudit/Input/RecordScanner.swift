/// Where the text of a record's field is in the bytes of its chunk.
struct RecordField {
    var start: Int
    var end: Int
    /// Whether its text is not its bytes: a doubled quote in CSV stands for one, an escape in JSON for a character.
    var hasEscapes: Bool

    /// The field of a record that lacks it: without text, and in no place.
    static let none = RecordField(start: 0, end: 0, hasEscapes: true)

    /// Whether it is ``none``.
    var isAbsent: Bool { end == 0 && hasEscapes }
}

/// Finds the fields of records in bytes, without copying them.
protocol RecordScanner {
    /// The fields of the last record, in the order of the columns.
    var fields: [RecordField] { get }

    /// Finds the fields of the next record.
    ///
    /// - Returns: The line at which it begins; nil after the last.
    mutating func next() throws(AuditError) -> Int?

    /// The text of a field; nil if it is not UTF-8.
    func text(of field: RecordField) -> String?
}

/// Counts records one by one, in whichever format they are written.
protocol RecordCounter: TableCounter {
    /// How records are written.
    var format: TableFormat { get }
    /// The names of the columns.
    var names: [String] { get }
    /// Whether a record may have members that are no columns, which are not looked at.
    var ignoresOthers: Bool { get }

    /// Counts a record.
    ///
    /// - Parameters:
    ///   - bytes: The chunk's.
    ///   - scanner: Which tells where the record's fields are in them.
    ///   - line: The line at which the record begins.
    mutating func add(
        _ bytes: UnsafeBufferPointer<UInt8>, _ scanner: borrowing some RecordScanner, _ line: Int
    ) throws(AuditError)
}

extension RecordCounter {
    /// Counts the records of a chunk.
    ///
    /// - Throws: ``AuditError/invalidRecord(line:column:problem:)`` at the first that cannot be counted.
    public mutating func count(_ chunk: RecordChunks.Chunk) throws(AuditError) {
        let (format, names, isClosed) = (format, names, !ignoresOthers)
        let failure = chunk.bytes.withUnsafeBufferPointer { bytes -> AuditError? in
            do throws(AuditError) {
                switch format {
                case .csv(let delimiter):
                    try count(bytes, CSVScanner(bytes, delimiter: delimiter, line: chunk.line), names.count)
                case .jsonLines:
                    try count(
                        bytes, JSONLinesScanner(bytes, names: names, isClosed: isClosed, line: chunk.line), names.count)
                }
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    private mutating func count(
        _ bytes: UnsafeBufferPointer<UInt8>, _ scanner: some RecordScanner, _ columns: Int
    ) throws(AuditError) {
        var scanner = scanner
        while let line = try scanner.next() {
            guard scanner.fields.count == columns else {
                throw .invalidRecord(
                    line: line, column: nil, problem: .fields(scanner.fields.count, expected: columns))
            }
            try add(bytes, scanner, line)
        }
    }
}
