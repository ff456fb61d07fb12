/// A whole CSV text as columns of texts: for small tables. What is large is counted while it is read.
public struct CSVTable: Sendable {
    /// The header's names, in order.
    public let names: [String]
    private let columns: [[String?]]

    /// Reads a table.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8, with or without a byte-order mark, the first record naming the columns.
    ///   - delimiter: What separates fields.
    /// - Throws: ``AuditError/invalidHeader(problem:)``, ``AuditError/invalidRecord(line:column:problem:)``.
    public init(parsing bytes: [UInt8], delimiter: UInt8 = UInt8(ascii: ",")) throws(AuditError) {
        let (names, rest) = try CSVHeader.take(from: RecordChunks.Chunk(bytes: bytes, line: 1), delimiter: delimiter)
        let result = rest.bytes.withUnsafeBufferPointer { buffer -> Result<[[String?]], AuditError> in
            var scanner = CSVScanner(buffer, delimiter: delimiter, line: rest.line)
            do throws(AuditError) { return .success(try Self.read(&scanner, names)) } catch { return .failure(error) }
        }
        self.names = names
        columns = try result.get()
    }

    /// The values of a column, nil for empty fields; nil when there is no such column.
    public subscript(name: String) -> [String?]? { names.firstIndex(of: name).map { columns[$0] } }

    private static func read(_ scanner: inout CSVScanner, _ names: [String]) throws(AuditError) -> [[String?]] {
        var columns = [[String?]](repeating: [], count: names.count)
        while let line = try scanner.next() {
            guard scanner.fields.count == names.count else {
                throw .invalidRecord(
                    line: line, column: nil, problem: .fields(scanner.fields.count, expected: names.count))
            }
            for (column, field) in scanner.fields.enumerated() {
                guard let text = scanner.text(of: field) else {
                    throw .invalidRecord(line: line, column: names[column], problem: .notUTF8)
                }
                columns[column].append(text.isEmpty ? nil : text)
            }
        }
        return columns
    }
}
