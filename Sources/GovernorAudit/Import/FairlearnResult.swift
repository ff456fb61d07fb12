// `MetricFrame.by_group` of Fairlearn 0.15: a data frame with a row for each group and a column for each metric, whose names are the
// keys of `metrics`.
//
//     CSV                        the columns of groups, then those of metrics
//     JSON, orient="columns"     {"selection_rate": {"f": 0.3, "m": 0.4}}, as pandas writes it
//     JSON, orient="index"       {"f": {"selection_rate": 0.3}}
//     JSON, orient="split"       {"columns": […], "index": […], "data": [[…]]}

import GovernorCore

/// Reads a metric frame of Fairlearn.
enum FairlearnResult {
    private static let hint =
        "write frame.by_group with to_csv or to_json, under names such as selection_rate, true_positive_rate, "
        + "false_positive_rate, precision and count"

    /// Rates by the names they are given in practice.
    private static let rates: [String: Rate] = [
        "selection_rate": .selectionRate, "true_positive_rate": .truePositiveRate, "tpr": .truePositiveRate,
        "recall": .truePositiveRate, "recall_score": .truePositiveRate, "false_positive_rate": .falsePositiveRate,
        "fpr": .falsePositiveRate, "precision": .precision, "precision_score": .precision,
    ]
    private static let count = "count"

    private static func isMetric(_ name: String) -> Bool { rates[name] != nil || name == count }

    private typealias Row = (group: String, values: [String: Double])

    static func read(_ bytes: [UInt8]) throws(AuditError) -> ImportedResult {
        let isJSON = bytes.first { $0 > 0x20 }.map { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[") } ?? false
        let (name, rows) = isJSON ? ("groups", try json(bytes)) : try csv(bytes)
        guard !rows.isEmpty else { throw error("it has no groups") }
        var set = ImportedSet(name: name)
        for row in rows { try add(row, to: &set) }
        guard !set.shares.isEmpty else { throw error("no group has a rate") }
        // What is 0 there may be undefined: a true positive rate without a positive, a precision without a selected row.
        let hasZero = set.shares.contains { $0.rate != .selectionRate && $0.share.value == 0 }
        return ImportedResult(
            sets: [set],
            remarks: hasZero
                ? ["Fairlearn writes 0 where a rate is undefined: a rate of 0 may be none, and its gap too wide"] : [])
    }

    private static func error(_ problem: String) -> AuditError {
        .notAResult(of: "Fairlearn", problem: problem, hint: hint)
    }

    private static func add(_ row: Row, to set: inout ImportedSet) throws(AuditError) {
        let rows = row.values[count]
        guard rows.map(ImportedTable.isCount) ?? true else { throw error("'count' of a group is no count") }
        for (name, value) in row.values.sorted(by: { $0.key < $1.key }) {
            guard let rate = rates[name] else { continue }
            guard (0...1).contains(value) else { throw error("'\(name)' of a group is not from 0 to 1") }
            // Rates are written with ten digits or more: what is a whole number of rows but for rounding, is one.
            let part = rows.map { ($0 * value).rounded() }
            do throws(ImportedSet.Contradiction) {
                if rate == .selectionRate, let rows, let part, rows > 0, abs(part - rows * value) <= 1e-8 * rows {
                    try set.add(row.group, rate, part, of: rows)
                } else {
                    try set.add(
                        row.group, rate, ImportedSet.Share(group: row.group, value: value, counts: nil, rows: rows))
                }
            } catch {
                throw Self.error(error.problem)
            }
        }
    }

    // MARK: - Forms

    private static func csv(_ bytes: [UInt8]) throws(AuditError) -> (name: String, rows: [Row]) {
        let table = try ImportedTable(bytes, tool: "Fairlearn", hint: hint)
        let names = table.table.names
        guard !names.contains("attribute_value") else { throw error("it is a table of Aequitas") }
        guard let first = names.firstIndex(where: isMetric) else {
            throw error("no column has the name of a metric that is known")
        }
        guard first > 0 else { throw error("there are no columns of groups before '\(names[first])'") }
        let groups = (0..<table.rows).map { row in
            names[..<first].map { table.table[$0]?[row] ?? "<missing>" }.joined(separator: " · ")
        }
        var rows = Rows()
        for name in names[first...] where isMetric(name) {
            for (group, value) in zip(groups, try table.numbers(name)) { try rows.set(value, name, group) }
        }
        return (names[..<first].joined(separator: " × "), rows.all)
    }

    private static func json(_ bytes: [UInt8]) throws(AuditError) -> [Row] {
        let json: JSONValue
        do throws(JSONError) { json = try JSONValue(parsing: bytes) } catch { throw Self.error(error.message) }
        guard let members = json.object else {
            throw error("an array of records has no groups: use orient=\"columns\"")
        }
        if let columns = json["columns"]?.array, let index = json["index"]?.array, let data = json["data"]?.array {
            return try split(columns, index, data)
        }
        guard members.contains(where: { $0.value.object != nil }) else {
            throw error("it has no groups: frame.overall says nothing about gaps")
        }
        let byMetric = members.contains { isMetric($0.name) }
        var rows = Rows()
        for (outer, value) in members {
            for (inner, value) in value.object ?? [:] {
                let (metric, group) = byMetric ? (outer, inner) : (inner, outer)
                guard isMetric(metric) else { continue }
                try rows.set(number(value, metric), metric, group)
            }
        }
        return rows.all
    }

    private static func split(
        _ columns: [JSONValue], _ index: [JSONValue], _ data: [JSONValue]
    ) throws(AuditError) -> [Row] {
        guard index.count == data.count else { throw error("'index' and 'data' differ in length") }
        var rows = Rows()
        for (group, line) in zip(index, data) {
            let name = group.string ?? group.array?.map { $0.string ?? $0.compactText }.joined(separator: " · ")
            guard let cells = line.array, cells.count == columns.count else {
                throw error("a row of 'data' does not have the columns")
            }
            for (column, cell) in zip(columns, cells) {
                guard let metric = column.string, isMetric(metric) else { continue }
                try rows.set(number(cell, metric), metric, name ?? group.compactText)
            }
        }
        return rows.all
    }

    private static func number(_ json: JSONValue, _ metric: String) throws(AuditError) -> Double? {
        guard json.isNull || json.number != nil else { throw error("'\(metric)' of a group is no number") }
        return json.number?.doubleValue
    }

    /// The rows by group, in the order in which groups are first named.
    private struct Rows {
        private(set) var all: [Row] = []
        private var places: [ExactString: Int] = [:]
        private var told: Set<[ExactString]> = []

        mutating func set(_ value: Double?, _ metric: String, _ group: String) throws(AuditError) {
            guard told.insert([ExactString(group), ExactString(metric)]).inserted else {
                throw error("'\(metric)' of the group '\(group)' is there twice")
            }
            let place = places[ExactString(group)] ?? all.count
            if place == all.count {
                guard place < ImportedTable.maximumRows else {
                    throw error("it has more than \(ImportedTable.maximumRows) groups")
                }
                places[ExactString(group)] = place
                all.append((group, [:]))
            }
            all[place].values[metric] = value
        }
    }
}
