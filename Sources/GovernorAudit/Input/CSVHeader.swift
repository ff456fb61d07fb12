/// The first record of a table, which names its columns.
enum CSVHeader {
    /// The byte-order mark.
    static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Takes the header off the first chunk, and a byte-order mark before it.
    ///
    /// - Throws: ``AuditError/invalidHeader(problem:)``, ``AuditError/invalidRecord(line:column:problem:)``.
    static func take(
        from chunk: RecordChunks.Chunk, delimiter: UInt8
    ) throws(AuditError) -> (names: [String], rest: RecordChunks.Chunk) {
        let result = chunk.bytes.withUnsafeBufferPointer { bytes -> Result<([String], Int, Int), AuditError> in
            do throws(AuditError) { return .success(try read(bytes, delimiter, from: chunk.line)) } catch {
                return .failure(error)
            }
        }
        let (names, end, line) = try result.get()
        return (names, RecordChunks.Chunk(bytes: Array(chunk.bytes[end...]), line: line))
    }

    private static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, _ delimiter: UInt8, from line: Int
    ) throws(AuditError) -> (names: [String], end: Int, line: Int) {
        // Lines without anything may have gone before; a mark is one at the very beginning.
        let isFirst = line == 1
        guard !isFirst || (!bytes.starts(with: [0xFF, 0xFE]) && !bytes.starts(with: [0xFE, 0xFF])) else {
            throw .invalidHeader(problem: "the text is UTF-16; save it as UTF-8")
        }
        let skipped = isFirst && bytes.starts(with: mark) ? mark.count : 0
        let body = UnsafeBufferPointer(rebasing: bytes[skipped...])
        var scanner = CSVScanner(body, delimiter: delimiter, line: line)
        guard !endsInReturns(body) else { throw .invalidHeader(problem: returnsAlone) }
        guard try scanner.next() != nil else { throw .invalidHeader(problem: "there is none") }
        let texts = scanner.fields.map { scanner.text(of: $0) }
        let names = texts.compactMap(\.self)
        guard names.count == texts.count else { throw .invalidHeader(problem: "it is not UTF-8") }
        guard Set(names.map { Level($0) }).count == names.count else {
            throw .invalidHeader(problem: "two columns have one name")
        }
        return (names, skipped + scanner.offset, scanner.line)
    }

    /// What is said about a table whose lines end as they did on old Macintoshes.
    static let returnsAlone = "its lines end in a carriage return alone; save it with line feeds"

    /// Whether the lines of a table, or of its beginning, end in a carriage return alone.
    static func endsInReturns(_ bytes: some Collection<UInt8>) -> Bool {
        !bytes.contains(0x0A) && bytes.contains(0x0D)
    }
}
