/// Counts a table of any size into a cube, on several threads and in a bounded amount of memory.
///
/// What is counted does not depend on the number of threads, nor on how the bytes come: cubes merge exactly.
public enum CubeReader {
    /// Reads a table.
    ///
    /// - Parameters:
    ///   - mapping: Which columns mean what.
    ///   - workers: How many chunks are counted at once; at least one.
    ///   - source: The table's bytes, in blocks; the first record names the columns. Called by one worker at a time.
    /// - Throws: ``AuditError`` for the first line that is wrong among those read,
    ///   ``AuditError/positiveNeverFound(columns:)``, and what the source throws.
    public static func read(
        _ mapping: ColumnMapping, _ format: TableFormat = .commaSeparated, workers: Int,
        source: @escaping @Sendable () throws -> [UInt8]?
    ) async throws -> CountCube {
        let counters = try await TableReader.read(format, workers: workers, source: source) { header in
            try RowCounter(mapping, header: try format.columns(of: header, wanted: mapping.columns), format)
        }
        var whole = CountCube(empty: try mapping.schema())
        for counter in counters { whole = try whole.merged(with: counter.cube) }
        try RowCounter.requirePositives(mapping, counters, whole)
        return whole
    }
}
