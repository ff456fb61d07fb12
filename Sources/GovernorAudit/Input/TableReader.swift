import Synchronization

/// Counts the records of chunks into statistics; several counters share a table.
protocol TableCounter: Sendable {
    /// Counts the records of a chunk.
    ///
    /// - Throws: ``AuditError/invalidRecord(line:column:problem:)`` at the first that cannot be counted.
    mutating func count(_ chunk: RecordChunks.Chunk) throws(AuditError)
}

/// Reads a table of any size on several threads and in a bounded amount of memory.
enum TableReader {
    /// Reads a table.
    ///
    /// - Parameters:
    ///   - workers: How many chunks are counted at once; at least one.
    ///   - source: The table's bytes, in blocks; the first record names the columns. Called by one worker at a time.
    ///   - counter: What each worker begins with, given the names of the columns.
    /// - Returns: What each worker counted; which records that is, depends on chance.
    /// - Throws: ``AuditError`` for the first line that is wrong among those read, and what the source throws.
    static func read<Counter: TableCounter>(
        _ format: TableFormat, workers: Int, source: @escaping @Sendable () throws -> [UInt8]?,
        counter: (_ header: [String]) throws -> Counter
    ) async throws -> [Counter] {
        let queue = ChunkQueue(format, source: source)
        guard let header = try queue.header() else { throw AuditError.invalidHeader(problem: "there is none") }
        let empty = try counter(header)
        return try counters(await results(workers, empty, queue))
    }

    private static func results<Counter: TableCounter>(
        _ workers: Int, _ empty: Counter, _ queue: ChunkQueue
    ) async -> [Result<Counter, any Error>] {
        await withTaskGroup(of: Result<Counter, any Error>.self) { group in
            for _ in 0..<max(1, workers) { group.addTask { Result { try count(empty, queue) } } }
            var results: [Result<Counter, any Error>] = []
            for await result in group { results.append(result) }
            return results
        }
    }

    private static func count<Counter: TableCounter>(_ empty: Counter, _ queue: ChunkQueue) throws -> Counter {
        var counter = empty
        do {
            while let chunk = try queue.next() { try counter.count(chunk) }
        } catch {
            queue.close()
            throw error
        }
        return counter
    }

    /// What all workers counted, or the error of the earliest line, or else another.
    private static func counters<Counter>(_ results: [Result<Counter, any Error>]) throws -> [Counter] {
        var counters: [Counter] = []
        var earliest: (line: Int, error: any Error)?
        for result in results {
            switch result {
            case .success(let counter): counters.append(counter)
            case .failure(let error):
                // What has no line, such as a file that cannot be read further, comes after the records read before it.
                var line = Int.max
                if case AuditError.invalidRecord(let at, _, _) = error { line = at }
                if earliest.map({ line < $0.line }) ?? true { earliest = (line, error) }
            }
        }
        if let earliest { throw earliest.error }
        return counters
    }
}

/// Hands out chunks to workers.
private final class ChunkQueue: Sendable {
    private struct State {
        var chunks: RecordChunks
        var first: RecordChunks.Chunk?
        var isClosed = false
    }

    private let state: Mutex<State>
    private let format: TableFormat

    init(_ format: TableFormat, source: @escaping @Sendable () throws -> [UInt8]?) {
        self.format = format
        state = Mutex(State(chunks: RecordChunks(format, source: source)))
    }

    /// Takes the first record off the first chunk; nil when there is none.
    func header() throws -> [String]? {
        try state.withLock { state in
            var first = try state.chunks.next()
            while let blank = first, !format.hasRecord(blank) { first = try state.chunks.next() }
            guard let chunk = first else { return nil }
            let (names, rest) = try format.header(from: chunk)
            state.first = rest
            return names
        }
    }

    func next() throws -> RecordChunks.Chunk? {
        try state.withLock { state in
            if state.isClosed { return nil }
            if let first = state.first {
                state.first = nil
                return first
            }
            return try state.chunks.next()
        }
    }

    /// Ends the reading of all workers.
    func close() { state.withLock { $0.isClosed = true } }
}
