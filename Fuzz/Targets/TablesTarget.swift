// One table, as somebody else may have written it. The first byte says how: CSV with one of three delimiters, or JSON Lines, and
// how long the blocks are in which it comes. However it is cut, the same is counted, or the same is refused.

import GovernorCore

@testable import GovernorAudit

func fuzzTables(_ input: [UInt8]) {
    guard let first = input.first else { return }
    let delimiters = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    let format = first & 3 == 3 ? TableFormat.jsonLines : .csv(delimiter: delimiters[Int(first & 3)])
    let table = Array(input.dropFirst())
    let block = 1 + Int(first >> 2)
    if case .csv(let delimiter) = format { _ = try? CSVTable(parsing: table, delimiter: delimiter) }

    let whole = read(table, format, block: max(1, table.count), header: nil)
    // The columns of JSON Lines are those of the first chunk, which is all of it here.
    let cut = read(table, format, block: block, header: whole.header)
    // Looking for the columns finds what is no JSON, wherever it is, before anything is counted.
    if whole.header == nil, format == .jsonLines {
        precondition((whole.error == nil) == (cut.error == nil), "blocks change whether it is refused")
        return
    }
    precondition(whole.cube == cut.cube && whole.profile == cut.profile, "blocks change what is counted")
    precondition(whole.error == cut.error, "blocks change what is refused")
    guard let cube = whole.cube, let profile = whole.profile else { return }
    precondition(cube.total == profile.rows, "rows are lost")
    precondition(profile.columns.allSatisfy { $0.rows == profile.rows }, "values are lost")
}

/// What was counted of a table, or why not.
private struct Reading {
    var header: [String]?
    var cube: CountCube?
    var profile: TableProfile?
    var error: AuditError?
}

private func read(_ table: [UInt8], _ format: TableFormat, block: Int, header: [String]?) -> Reading {
    var rest = table[...]
    var chunks = RecordChunks(format) {
        guard !rest.isEmpty else { return nil }
        defer { rest = rest.dropFirst(block) }
        return Array(rest.prefix(block))
    }
    var reading = Reading()
    var counters: (rows: RowCounter, profile: ProfileCounter)?
    do {
        while var chunk = try chunks.next() {
            if counters == nil {
                guard format.hasRecord(chunk) else { continue }
                var names = header ?? []
                if header == nil || format != .jsonLines { (names, chunk) = try format.header(from: chunk) }
                let header = header ?? names
                reading.header = header
                var mapping = ColumnMapping(attributes: [header[0]])
                mapping.label = header.last
                mapping.negative = nil
                counters = (
                    try RowCounter(mapping, header: header, format),
                    try ProfileCounter(ProfileMapping(), header: header, format, maximumRuns: 0)
                )
            }
            try counters?.profile.count(chunk)
            try counters?.rows.count(chunk)
        }
    } catch let error as AuditError {
        precondition(!error.message.isEmpty, "a refusal without a reason")
        return Reading(header: reading.header, error: error)
    } catch {
        preconditionFailure("an error of another kind")
    }
    guard let counters else { return Reading(error: .invalidHeader(problem: "there is none")) }
    reading.cube = counters.rows.cube
    reading.profile = TableProfile(rows: counters.profile.rows, columns: counters.profile.columns, cube: nil)
    return reading
}
