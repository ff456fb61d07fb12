public import GovernorCore

// A snapshot: a profile as JSON, to be a reference without the data.
//
//   {"format": "governor.audit.profile/1", "rows": 1000,
//    "columns": [
//      {"name": "income", "missing": 3, "texts": 0, "level": 52,
//       "runs": [[1200.5, 1], …],                     smallest value of each run and how many are in it; see ValueRuns
//       "levels": []},                                [text, rows]; null where there are too many
//      …],
//    "left_out": ["id"],                                names of columns of the table that are not kept
//    "decisions": {"format": "governor.audit.cube/1", …}}  or null
extension TableProfile {
    /// The format that is written and read. It is the first member, so that the beginning of a file tells it.
    public static let snapshotFormat = "governor.audit.profile/1"

    /// How the text of a snapshot begins.
    public static let snapshotBeginning = Array("{\"format\":\"\(snapshotFormat)\"".utf8)

    /// The profile as a document whose compact text is the snapshot's file.
    ///
    /// It holds numbers, rounded to at most ``ValueRuns/minimumLimit`` different ones a column, and texts of columns that have few,
    /// but not which belonged to one row.
    public var snapshot: JSONValue {
        [
            "format": .string(Self.snapshotFormat), "rows": .integer(rows), "columns": .array(columns.map(json)),
            "left_out": .array(leftOut.map { .string($0) }), "decisions": cube?.snapshot ?? .null,
        ]
    }

    private func json(_ column: ColumnProfile) -> JSONValue {
        let values = column.values.rounded(limit: ValueRuns.minimumLimit)
        let levels = column.levels.map { levels in
            JSONValue.array(
                levels.sorted { $0.key < $1.key }.map { [.string($0.key.description), .integer($0.value)] })
        }
        return [
            "name": .string(column.name), "missing": .integer(column.missing), "texts": .integer(column.texts),
            "level": .integer(values.level),
            "runs": .array(
                values.runs.map { [JSONValue.number(orNull: values.edge(of: $0)), .integer($0.count)] }),
            "levels": levels ?? .null,
        ]
    }
}

// MARK: - Reading

extension TableProfile {
    /// The most columns of a snapshot.
    private static let maximumColumns = 1 << 16

    /// Reads a snapshot, which may come from somebody else: everything in it is checked.
    ///
    /// - Throws: ``AuditError/invalidSnapshot(at:problem:)`` with the place as a JSON pointer.
    public init(snapshot: JSONValue) throws(AuditError) {
        let root = SnapshotPlace("", snapshot)
        try root.only(["format", "rows", "columns", "left_out", "decisions"])
        guard try root["format"].text == Self.snapshotFormat else {
            throw root.invalid("'format' is not '\(Self.snapshotFormat)'")
        }
        let rows = try root["rows"].integer(0...CountCube.maximumRows)
        let places = try root["columns"].elements
        guard places.count <= Self.maximumColumns else { throw root.invalid("too many columns") }
        var columns: [ColumnProfile] = []
        var names = Set<Level>()
        for place in places {
            let column = try Self.column(place, rows: rows)
            guard names.insert(Level(column.name)).inserted else { throw place.invalid("two columns have one name") }
            columns.append(column)
        }
        let decisions = root["decisions"]
        let cube = decisions.value.isNull ? nil : try CountCube(snapshot: decisions.value)
        guard cube.map({ $0.total == rows && $0.schema.scoreBuckets == 0 }) ?? true else {
            throw decisions.invalid("not the decisions of these rows")
        }
        let leftOut = root["left_out"].value.isNull ? [] : try root["left_out"].elements
        guard leftOut.count <= Self.maximumColumns else { throw root["left_out"].invalid("too many columns") }
        self.init(rows: rows, columns: columns, cube: cube)
        for place in leftOut {
            let name = try place.text
            guard names.insert(Level(name)).inserted else { throw place.invalid("two columns have one name") }
            self.leftOut.append(name)
        }
    }

    private static func column(_ place: SnapshotPlace, rows: Int) throws(AuditError) -> ColumnProfile {
        try place.only(["name", "missing", "texts", "level", "runs", "levels"])
        let values = try Self.values(place, rows: rows)
        let texts = try place["texts"].integer(0...rows)
        var levels: [Level: Int]? = [:]
        if place["levels"].value.isNull {
            levels = nil
        } else {
            for entry in try place["levels"].elements {
                let parts = try entry.parts(2)
                let level = Level(try parts[0].text)
                guard levels?[level] == nil else { throw entry.invalid("the level is there twice") }
                levels?[level] = try parts[1].integer(1...max(1, rows))
            }
        }
        let missing = try place["missing"].integer(0...rows)
        guard missing + values.total + texts == rows else { throw place.invalid("not as many values as rows") }
        if let levels {
            let expected = texts == 0 ? 0 : values.total + texts
            guard levels.count <= ColumnProfile.maximumLevels, levels.values.reduce(0, +) == expected else {
                throw place["levels"].invalid("not the levels of these values")
            }
        }
        return ColumnProfile(
            name: try place["name"].text, missing: missing, values: values, texts: texts, levels: levels)
    }

    private static func values(_ place: SnapshotPlace, rows: Int) throws(AuditError) -> ValueRuns {
        let level = try place["level"].integer(0...ValueRuns.exactLevel)
        var runs: [ValueRuns.Run] = []
        var total = 0
        for entry in try place["runs"].elements {
            let parts = try entry.parts(2)
            guard let value = parts[0].value.number?.doubleValue, value.isFinite,
                let key = ValueRuns.key(ofEdge: value, level: level)
            else { throw entry.invalid("not a number at the level of the runs") }
            guard runs.last.map({ $0.key < key }) ?? true else { throw entry.invalid("the runs are not ascending") }
            let count = try parts[1].integer(1...max(1, rows))
            total += count
            guard total <= rows else { throw entry.invalid("more values than rows") }
            runs.append(ValueRuns.Run(key: key, count: count))
        }
        guard runs.count <= ValueRuns.maximumSnapshotRuns else { throw place.invalid("too many runs") }
        return ValueRuns(level: level, runs: runs)
    }
}

extension ValueRuns {
    /// The most runs of a column of a snapshot.
    fileprivate static let maximumSnapshotRuns = 1 << 16
}
