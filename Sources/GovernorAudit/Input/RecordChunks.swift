/// Cuts a stream of bytes into chunks of whole CSV records, which can then be read in parallel.
public struct RecordChunks {
    /// Whole records.
    public struct Chunk: Sendable {
        /// Their bytes.
        public let bytes: [UInt8]
        /// The line at which they begin, from 1.
        public let line: Int

        /// Scans its records.
        ///
        /// - Parameters:
        ///   - columns: How many fields each has.
        ///   - body: Gets the chunk's bytes, where the fields are in them, and the record's line.
        /// - Throws: ``AuditError/invalidRecord(line:column:problem:)``, and what the body throws.
        @inline(__always)
        func forEachRecord(
            of columns: Int, delimiter: UInt8,
            _ body: (UnsafeBufferPointer<UInt8>, borrowing CSVScanner, Int) throws(AuditError) -> Void
        ) throws(AuditError) {
            let failure = bytes.withUnsafeBufferPointer { bytes -> AuditError? in
                var scanner = CSVScanner(bytes, delimiter: delimiter, line: line)
                do throws(AuditError) {
                    while let line = try scanner.next() {
                        guard scanner.fields.count == columns else {
                            throw .invalidRecord(
                                line: line, column: nil,
                                problem: "\(scanner.fields.count) fields, expected \(columns)")
                        }
                        try body(bytes, scanner, line)
                    }
                    return nil
                } catch {
                    return error
                }
            }
            if let failure { throw failure }
        }
    }

    /// Where the bytes come from, block by block; nil after the last. A block is at least a record's worth, such as 1 MiB.
    public typealias Source = () throws -> [UInt8]?

    /// The largest record: longer ones are a quote that is never closed.
    public static let maximumRecord = 1 << 26

    private let source: Source
    private let delimiter: UInt8
    private var rest: [UInt8] = []
    private var line = 1
    private var isAtEnd = false

    /// Starts cutting.
    public init(delimiter: UInt8 = UInt8(ascii: ","), source: @escaping Source) {
        self.delimiter = delimiter
        self.source = source
    }

    /// The next records; nil after the last.
    ///
    /// - Throws: ``AuditError/invalidRecord(line:column:problem:)``, and what the source throws.
    public mutating func next() throws -> Chunk? {
        while !isAtEnd {
            if let block = try source() {
                if rest.isEmpty { rest = block } else { rest += block }
            } else {
                isAtEnd = true
            }
            let end = isAtEnd ? rest.count : rest.withUnsafeBufferPointer { Self.lastEnd($0, delimiter) }
            guard end > 0 else {
                guard rest.count <= Self.maximumRecord else {
                    throw AuditError.invalidRecord(line: line, column: nil, problem: "a record of more than 64 MiB")
                }
                continue
            }
            let chunk = Chunk(bytes: end == rest.count ? rest : Array(rest[..<end]), line: line)
            rest = end == rest.count ? [] : Array(rest[end...])
            line += chunk.bytes.withUnsafeBufferPointer(Self.lines)
            return chunk
        }
        return nil
    }

    /// The offset after the last byte that ends a record; 0 when none does.
    private static func lastEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ delimiter: UInt8) -> Int {
        guard bytes.contains(UInt8(ascii: "\"")) else { return (bytes.lastIndex(of: 0x0A) ?? -1) + 1 }
        // A quote opens a field only at its beginning, as the scanner reads it.
        var (end, isQuoted, isStart) = (0, false, true)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if isQuoted {
                // A doubled quote closes and opens at once.
                if byte == UInt8(ascii: "\"") {
                    isQuoted = false
                    isStart = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\"")
                }
            } else if byte == UInt8(ascii: "\""), isStart {
                isQuoted = true
            } else {
                isStart = byte == delimiter || byte == 0x0A
                if byte == 0x0A { end = index + 1 }
            }
            index += 1
        }
        return end
    }

    private static func lines(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var count = 0
        for byte in bytes { count &+= byte == 0x0A ? 1 : 0 }
        return count
    }
}
