/// Where the text of a record's field is in the bytes of its chunk.
struct RecordField {
    var start: Int
    var end: Int
    /// Whether its text is not its bytes: a doubled quote in CSV stands for one, an escape in JSON for a character.
    var hasEscapes: Bool
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
