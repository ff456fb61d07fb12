import ArgumentParser
import GovernorAudit
import GovernorCore

/// What a search for slices was told.
struct SliceConfiguration: AuditConfiguration {
    static let audit = "slices"
    static let roles = ["data"]
    /// How many parts numbers may be cut into.
    static let bins = 2...100

    /// Which columns are the label and the prediction.
    var mapping: ColumnMapping
    /// The columns that rows are described by; all where there are none.
    var columns: [String]
    /// The columns that are left out.
    var ignored: [String]
    /// What is worse.
    var measure: SliceMeasure
    /// The most columns that describe rows together.
    var depth: Int
    /// How many parts many numbers are cut into.
    var bins: Int
    /// From how many rows on a slice is looked at.
    var minimumRows: Int
    /// How the data are written.
    var format: TableFormat

    func check() throws {
        guard case .rate(let rate) = measure else { return try AuditTask.regression.check(mapping) }
        guard mapping.prediction != nil || mapping.score != nil || rate == .prevalence else {
            throw ValidationError("--prediction or --score is needed.")
        }
        guard mapping.label != nil || rate == .selectionRate else {
            throw ValidationError("--label is needed for the \(rate.words).")
        }
    }

    func document(of files: [String]) async throws -> any AuditDocument { try await report(of: files[0]) }

    /// Reads data, twice, and looks for slices.
    func report(of path: String) async throws -> SliceDocument {
        let described = described
        let profiled = SlicePlan.profiled(described, decisions: mapping, measure: measure)
        let (counts, sha256) = try await AuditInput(path, format: format).slices(profiled) { found throws(AuditError) in
            try SlicePlan(found, described, decisions: mapping, measure: measure, depth: depth, bins: bins)
        }
        var audit = SliceAudit()
        audit.minimumRows = minimumRows
        return SliceDocument(
            report: audit.report(of: counts),
            sources: [AuditSource(role: "data", name: InputFile(path).displayName, sha256: sha256)])
    }

    /// All columns but those of the decisions, unless columns are named.
    private var described: ProfileMapping {
        var profile = ProfileMapping(columns: columns.isEmpty ? nil : columns)
        profile.ignored = ignored + [mapping.label, mapping.prediction, mapping.score].compactMap(\.self)
        return profile
    }
}

extension SliceConfiguration {
    var json: JSONValue {
        let positive = mapping.negative == nil ? mapping.positive.sorted() : []
        return [
            "audit": .string(Self.audit), "label": .text(mapping.label), "prediction": .text(mapping.prediction),
            "score": .text(mapping.score), "threshold": mapping.thresholdJSON,
            "positive": .array(positive.map { .string($0) }), "columns": .array(columns.map { .string($0) }),
            "ignore": .array(ignored.map { .string($0) }), "measure": .string(measure.name), "depth": .integer(depth),
            "bins": .integer(bins), "minimum_rows": .integer(minimumRows), "format": format.json,
        ]
    }

    private static let names: Set<String> = [
        "audit", "label", "prediction", "score", "threshold", "positive", "columns", "ignore", "measure", "depth",
        "bins",
        "minimum_rows", "format",
    ]

    init?(json: JSONValue) {
        guard let members = json.object, Set(members.keys) == Self.names, let positive = members["positive"]?.texts,
            let columns = members["columns"]?.texts, let ignored = members["ignore"]?.texts,
            let measure = members["measure"]?.string.flatMap(SliceMeasure.init(name:)),
            let depth = members["depth"]?.number?.integer, (1...Int64(SliceAudit.maximumDepth)).contains(depth),
            let bins = members["bins"]?.number?.integer.map({ Int($0) }), Self.bins.contains(bins),
            let rows = members["minimum_rows"]?.number?.integer.map({ Int($0) }),
            AuditSettings.minimumRowsRange.contains(rows),
            let format = TableFormat(json: members["format"])
        else { return nil }
        var mapping = ColumnMapping(attributes: [])
        (mapping.label, mapping.prediction) = (members["label"]?.string, members["prediction"]?.string)
        mapping.score = members["score"]?.string
        guard mapping.setThreshold(members["threshold"]) else { return nil }
        if !positive.isEmpty { (mapping.positive, mapping.negative) = (Set(positive), nil) }
        self.init(
            mapping: mapping, columns: columns, ignored: ignored, measure: measure, depth: Int(depth), bins: bins,
            minimumRows: rows, format: format)
    }
}
