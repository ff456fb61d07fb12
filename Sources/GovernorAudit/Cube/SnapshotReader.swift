public import GovernorCore

extension CountCube {
    /// Reads a snapshot, which may come from somebody else: everything in it is checked.
    ///
    /// - Throws: ``AuditError/invalidSnapshot(at:problem:)`` with the place as a JSON pointer.
    public init(snapshot: JSONValue) throws(AuditError) {
        var reader = try SnapshotReader(snapshot)
        self = try reader.cube()
    }
}

/// Reads the document that `CountCube+Snapshot.swift` describes.
private struct SnapshotReader {
    private let schema: CubeSchema
    private let level: Int
    private let entries: [JSONValue]
    private var cells: CubeCells
    private var scores: ScoreTable
    private var rows = 0

    init(_ document: JSONValue) throws(AuditError) {
        let root = SnapshotPlace("", document)
        try root.only([
            "format", "attributes", "score_buckets", "score_entries", "is_weighted", "score_level", "groups",
        ])
        guard try root["format"].text == CountCube.snapshotFormat else {
            throw root.invalid("'format' is not '\(CountCube.snapshotFormat)'")
        }
        var attributes: [String] = []
        for place in try root["attributes"].elements { attributes.append(try place.text) }
        let buckets = try root["score_buckets"].integer(0...1024)
        let limit = try root["score_entries"].integer(0...(1 << 26))
        guard limit == 0 || (limit >= ValueRuns.minimumLimit && buckets > 0) else {
            throw root.invalid("'score_entries' is \(limit)")
        }
        schema = try CubeSchema(
            attributes: attributes, scoreBuckets: buckets, scoreEntries: limit,
            isWeighted: try root["is_weighted"].flag)
        level = try root["score_level"].integer(0...ValueRuns.exactLevel)
        entries = try root["groups"].array
        cells = CubeCells(schema)
        scores = ScoreTable(limit: limit)
    }

    mutating func cube() throws(AuditError) -> CountCube {
        guard entries.count <= schema.groupLimit else { throw .tooManyGroups(limit: schema.groupLimit) }
        var slots: [(group: Group, slot: Int)] = []
        for (slot, entry) in entries.enumerated() {
            let place = SnapshotPlace("/groups/\(slot)", entry)
            try place.only(members)
            let group = try group(place["levels"])
            if let last = slots.last?.group, !(last < group) {
                throw place.invalid("the groups are not in ascending order, each once")
            }
            slots.append((group, slot))
            cells.addSlot()
            scores.addSlot()
            try readCells(place["cells"], slot)
            if schema.isWeighted { try readWeights(place["weights"], slot) }
            if schema.scoreBuckets > 0 {
                try readScores(place["scores"], slot)
                try readLosses(place["losses"], slot)
            }
            if schema.scoreEntries > 0 { try readRuns(place["runs"], slot) }
        }
        scores.settle()
        return CountCube(schema, slots, cells, scores)
    }

    /// What a group has to say by the schema.
    private var members: Set<String> {
        var members: Set<String> = ["levels", "cells"]
        if schema.isWeighted { members.insert("weights") }
        if schema.scoreBuckets > 0 { members.formUnion(["scores", "losses"]) }
        if schema.scoreEntries > 0 { members.insert("runs") }
        return members
    }

    private func group(_ place: SnapshotPlace) throws(AuditError) -> Group {
        var levels: [Level] = []
        for level in try place.elements { levels.append(level.value.isNull ? .missing : Level(try level.text)) }
        guard levels.count == schema.attributes.count else {
            throw place.invalid("\(levels.count) levels of \(schema.attributes.count) attributes")
        }
        return Group(levels)
    }

    private mutating func readCells(_ place: SnapshotPlace, _ slot: Int) throws(AuditError) {
        for entry in try place.elements {
            let parts = try entry.parts(4)
            let (label, prediction) = (try parts[0].outcome, try parts[1].outcome)
            let bucket = parts[2].value.isNull ? nil : try parts[2].bucket(of: schema)
            let count = try parts[3].integer(1...CountCube.maximumRows)
            guard cells.count(slot: slot, label: label, prediction: prediction, bucket: bucket) == 0 else {
                throw entry.invalid("the cell is there twice")
            }
            rows += count
            guard rows <= CountCube.maximumRows else { throw .tooManyRows(limit: CountCube.maximumRows) }
            cells.add(count, slot: slot, label: label, prediction: prediction, bucket: bucket)
        }
        guard cells.total(slot: slot) > 0 else { throw place.invalid("the group has no rows") }
    }

    private mutating func readWeights(_ place: SnapshotPlace, _ slot: Int) throws(AuditError) {
        var seen = Set<Int>()
        for entry in try place.elements {
            let parts = try entry.parts(4)
            let (label, prediction) = (try parts[0].outcome, try parts[1].outcome)
            let rows = cells.count(slot: slot, label: label, prediction: prediction)
            guard seen.insert(label.index * 3 + prediction.index).inserted else {
                throw entry.invalid("it is there twice")
            }
            let (weight, squared) = try weights(parts[2], parts[3], rows)
            cells.add(weight: weight, squared: squared, slot: slot, label: label, prediction: prediction)
        }
        for label in Outcome.allCases {
            for prediction in Outcome.allCases
            where cells.count(slot: slot, label: label, prediction: prediction) > 0
                && !seen.contains(label.index * 3 + prediction.index)
            {
                throw place.invalid("rows without weights")
            }
        }
    }

    /// The sums of weights and of their squares, which have to be such as weights have.
    private func weights(
        _ place: SnapshotPlace, _ squarePlace: SnapshotPlace, _ rows: Int
    ) throws(AuditError) -> (ExactSum, ExactSum) {
        let (least, most) = (CubeBuilder.minimumWeight, CubeBuilder.maximumWeight)
        let weight = try place.sum(of: rows, 0...most)
        let squared = try squarePlace.sum(of: rows, 0...(most * most))
        let (sum, squares) = (weight.value, squared.value)
        // The squares of the smallest weights are rounded by 2⁻¹³ of themselves.
        let slack = 1 + 0x1p-12
        guard squares <= most * sum * slack, least * sum <= squares * slack,
            sum * sum <= Double(rows) * squares * slack
        else { throw squarePlace.invalid("not the squares of these weights") }
        return (weight, squared)
    }

    private mutating func readScores(_ place: SnapshotPlace, _ slot: Int) throws(AuditError) {
        var seen = Set<Int>()
        for entry in try place.elements {
            let parts = try entry.parts(3)
            let label = try parts[0].outcome
            let bucket = try parts[1].bucket(of: schema)
            let rows = self.rows(slot, label, bucket..<(bucket + 1))
            guard seen.insert(label.index * schema.scoreBuckets + bucket).inserted else {
                throw entry.invalid("it is there twice")
            }
            let count = Double(schema.scoreBuckets)
            let edges = (Double(bucket) / count)...(Double(bucket + 1) / count)
            cells.add(scores: try parts[2].sum(of: rows, edges), slot: slot, label: label, bucket: bucket)
        }
        for label in Outcome.allCases {
            for bucket in 0..<schema.scoreBuckets
            where rows(slot, label, bucket..<(bucket + 1)) > 0
                && !seen.contains(label.index * schema.scoreBuckets + bucket)
            {
                throw place.invalid("scored rows without the sum of their scores")
            }
        }
    }

    private mutating func readLosses(_ place: SnapshotPlace, _ slot: Int) throws(AuditError) {
        var seen = Set<Int>()
        for entry in try place.elements {
            let parts = try entry.parts(3)
            let label = try parts[0].outcome
            guard label != .missing, seen.insert(label.index).inserted else {
                throw entry.invalid("not a label, or there twice")
            }
            let rows = self.rows(slot, label, 0..<schema.scoreBuckets)
            cells.add(
                squaredErrors: try parts[1].sum(of: rows, 0...1),
                logLosses: try parts[2].sum(of: rows, 0...LogLoss.of(0)), slot: slot, label: label)
        }
        guard seen.count == Outcome.known.count else { throw place.invalid("not the losses of both labels") }
    }

    private mutating func readRuns(_ place: SnapshotPlace, _ slot: Int) throws(AuditError) {
        for entry in try place.elements {
            let parts = try entry.parts(2)
            let label = try parts[0].outcome
            guard scores.runs(slot: slot, label: label).total == 0 else { throw entry.invalid("it is there twice") }
            scores.add(try runs(parts[1]), slot: slot, label: label)
        }
        for label in Outcome.allCases {
            let scored = rows(slot, label, 0..<schema.scoreBuckets)
            guard scores.runs(slot: slot, label: label).total == scored else {
                throw place.invalid("the runs do not hold as many scores as the cells")
            }
            guard isInBuckets(scores.runs(slot: slot, label: label), slot, label) else {
                throw place.invalid("the runs do not hold the scores of the cells")
            }
        }
    }

    private func runs(_ place: SnapshotPlace) throws(AuditError) -> ValueRuns {
        var runs: [ValueRuns.Run] = []
        for entry in try place.elements {
            let parts = try entry.parts(2)
            guard let value = parts[0].value.number?.doubleValue, (0...1).contains(value),
                let key = ValueRuns.key(ofEdge: value, level: level)
            else { throw entry.invalid("not a score at the level of the runs") }
            guard runs.last.map({ $0.key < key }) ?? true else { throw entry.invalid("the runs are not ascending") }
            runs.append(ValueRuns.Run(key: key, count: try parts[1].integer(1...CountCube.maximumRows)))
        }
        return ValueRuns(level: level, runs: runs)
    }

    /// Whether as many values of runs may be below each edge of the buckets as the cells hold below it.
    private func isInBuckets(_ runs: ValueRuns, _ slot: Int, _ label: Outcome) -> Bool {
        var (begun, ended) = (runs.runs[...], runs.runs[...])
        var (most, least, below) = (0, 0, 0)
        for bucket in 1..<schema.scoreBuckets {
            let edge = Double(bucket) / Double(schema.scoreBuckets)
            while let run = begun.first, runs.edge(of: run) < edge {
                most += run.count
                begun.removeFirst()
            }
            while let run = ended.first, runs.isBelow(run, edge) {
                least += run.count
                ended.removeFirst()
            }
            below += rows(slot, label, (bucket - 1)..<bucket)
            guard (least...most).contains(below) else { return false }
        }
        return true
    }

    private func rows(_ slot: Int, _ label: Outcome, _ buckets: Range<Int>) -> Int {
        Outcome.allCases.reduce(0) { sum, prediction in
            buckets.reduce(sum) { $0 + cells.count(slot: slot, label: label, prediction: prediction, bucket: $1) }
        }
    }
}
