import Synchronization

/// Counts a CSV table of any size into a cube, on several threads and in a bounded amount of memory.
///
/// What is counted does not depend on the number of threads, nor on how the bytes come: cubes merge exactly.
public enum CubeReader {
    /// Reads a table.
    ///
    /// - Parameters:
    ///   - mapping: Which columns mean what.
    ///   - workers: How many chunks are counted at once; at least one.
    ///   - source: The table's bytes, in blocks; the first record names the columns. Called by one worker at a time.
    /// - Throws: ``AuditError`` for the first line that is wrong among those read, and what the source throws.
    public static func read(
        _ mapping: ColumnMapping, delimiter: UInt8 = UInt8(ascii: ","), workers: Int,
        source: @escaping @Sendable () throws -> [UInt8]?
    ) async throws -> CountCube {
        let queue = ChunkQueue(delimiter: delimiter, source: source)
        guard let header = try queue.header() else { throw AuditError.invalidHeader(problem: "there is none") }
        let counter = try RowCounter(mapping, header: header, delimiter: delimiter)
        let counted = await withTaskGroup(of: Result<CountCube, any Error>.self) { group in
            for _ in 0..<max(1, workers) { group.addTask { Result { try count(counter, queue) } } }
            var results: [Result<CountCube, any Error>] = []
            for await result in group { results.append(result) }
            return results
        }
        var whole = CountCube(empty: counter.cube.schema)
        for cube in try cubes(counted) { whole = try whole.merged(with: cube) }
        return whole
    }

    private static func count(_ counter: RowCounter, _ queue: ChunkQueue) throws -> CountCube {
        var counter = counter
        do {
            while let chunk = try queue.next() { try counter.count(chunk) }
        } catch {
            queue.close()
            throw error
        }
        return counter.cube
    }

    /// The cubes of all workers, or the error of the earliest line.
    private static func cubes(_ results: [Result<CountCube, any Error>]) throws -> [CountCube] {
        var cubes: [CountCube] = []
        var earliest: (line: Int, error: any Error)?
        for result in results {
            switch result {
            case .success(let cube): cubes.append(cube)
            case .failure(let error):
                var line = 0
                if case AuditError.invalidRecord(let at, _, _) = error { line = at }
                if line < earliest?.line ?? .max { earliest = (line, error) }
            }
        }
        if let earliest { throw earliest.error }
        return cubes
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
    private let delimiter: UInt8

    init(delimiter: UInt8, source: @escaping @Sendable () throws -> [UInt8]?) {
        self.delimiter = delimiter
        state = Mutex(State(chunks: RecordChunks(delimiter: delimiter, source: source)))
    }

    /// Takes the first record off the first chunk; nil when there is none.
    func header() throws -> [String]? {
        try state.withLock { state in
            guard let chunk = try state.chunks.next() else { return nil }
            let (names, rest) = try CSVHeader.take(from: chunk, delimiter: delimiter)
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
