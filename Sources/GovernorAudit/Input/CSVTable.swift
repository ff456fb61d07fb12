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
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<([String], [[String?]]), AuditError> in
            do throws(AuditError) { return .success(try Self.read(buffer, delimiter)) } catch { return .failure(error) }
        }
        (names, columns) = try result.get()
    }

    /// The values of a column, nil for empty fields; nil when there is no such column.
    public subscript(name: String) -> [String?]? { names.firstIndex(of: name).map { columns[$0] } }

    private static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, _ delimiter: UInt8
    ) throws(AuditError) -> ([String], [[String?]]) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let body = bytes.starts(with: mark) ? UnsafeBufferPointer(rebasing: bytes[mark.count...]) : bytes
        var scanner = CSVScanner(body, delimiter: delimiter, line: 1)
        guard try scanner.next() != nil else { throw .invalidHeader(problem: "there is none") }
        let header = scanner.fields.map { scanner.text(of: $0) }
        let names = header.compactMap(\.self)
        guard names.count == header.count else { throw .invalidHeader(problem: "it is not UTF-8") }
        guard Set(names).count == names.count else { throw .invalidHeader(problem: "two columns have one name") }
        var columns = [[String?]](repeating: [], count: names.count)
        while let line = try scanner.next() {
            guard scanner.fields.count == names.count else {
                throw .invalidRecord(
                    line: line, column: nil, problem: "\(scanner.fields.count) fields, expected \(names.count)")
            }
            for (column, field) in scanner.fields.enumerated() {
                guard let text = scanner.text(of: field) else {
                    throw .invalidRecord(line: line, column: names[column], problem: "not UTF-8")
                }
                columns[column].append(text.isEmpty ? nil : text)
            }
        }
        return (names, columns)
    }
}
