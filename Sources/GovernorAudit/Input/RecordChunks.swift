/// Cuts a stream of bytes into chunks of whole records, which can then be read in parallel.
public struct RecordChunks {
    /// Whole records.
    public struct Chunk: Sendable {
        /// Their bytes.
        public let bytes: [UInt8]
        /// The line at which they begin, from 1.
        public let line: Int
    }

    /// Where the bytes come from, block by block; nil after the last. A block is at least a record's worth, such as 1 MiB.
    public typealias Source = () throws -> [UInt8]?

    /// The largest record: longer ones are a quote that is never closed.
    public static let maximumRecord = 1 << 26

    private let source: Source
    private var rest: [UInt8] = []
    private var boundary: RecordBoundary
    private var line = 1
    private var isAtEnd = false

    /// Starts cutting.
    public init(_ format: TableFormat = .commaSeparated, source: @escaping Source) {
        self.source = source
        boundary = RecordBoundary(format)
    }

    /// The next records; nil after the last.
    ///
    /// - Throws: ``AuditError/invalidRecord(line:column:problem:)``, and what the source throws.
    public mutating func next() throws -> Chunk? {
        while !isAtEnd {
            let begun = rest.count
            var end = begun
            if let block = try source() {
                let found = block.withUnsafeBufferPointer { boundary.end(in: $0) }
                end = found > 0 ? begun + found : 0
                if rest.isEmpty { rest = block } else { rest += block }
            } else {
                isAtEnd = true
            }
            guard end > 0 else {
                guard rest.count <= Self.maximumRecord else { throw tooLong }
                continue
            }
            let chunk = Chunk(bytes: end == rest.count ? rest : Array(rest[..<end]), line: line)
            rest = end == rest.count ? [] : Array(rest[end...])
            line += chunk.bytes.withUnsafeBufferPointer(Self.lines)
            return chunk
        }
        return nil
    }

    /// What is said about a record that does not end.
    private var tooLong: AuditError {
        line == 1 && CSVHeader.endsInReturns(rest)
            ? .invalidHeader(problem: CSVHeader.returnsAlone)
            : .invalidRecord(line: line, column: nil, problem: "a record of more than 64 MiB")
    }

    private static func lines(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        let words = raw.count & ~7
        var (count, index) = (0, 0)
        while index < words {
            // Eight bytes at once, each of which counts to 255.
            var ends: UInt64 = 0
            let stop = min(words, index + 8 * 255)
            while index < stop {
                let others = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ 0x0A0A_0A0A_0A0A_0A0A
                let low = (others & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7F7F_7F7F_7F7F_7F7F
                ends &+= ~(low | others) >> 7 & 0x0101_0101_0101_0101
                index &+= 8
            }
            let pairs = (ends & 0x00FF_00FF_00FF_00FF) &+ (ends >> 8 & 0x00FF_00FF_00FF_00FF)
            count += Int((pairs &* 0x0001_0001_0001_0001) >> 48)
        }
        for byte in raw[words...] where byte == 0x0A { count += 1 }
        return count
    }
}
