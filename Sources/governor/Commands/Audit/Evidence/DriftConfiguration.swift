import ArgumentParser
import GovernorAudit
import GovernorCore

/// What an audit of drift was told.
struct DriftConfiguration: AuditConfiguration {
    static let audit = "drift"
    static let roles = ["reference", "data"]

    /// Which columns hold decisions, and what they are compared by.
    var decisions: Decisions
    /// The columns that are compared; all where there are none.
    var columns: [String]
    /// The columns that are left out.
    var ignored: [String]
    /// The columns of numbers that are compared value by value.
    var categorical: [String]
    /// How the reference is written.
    var referenceFormat: TableFormat
    /// How the current data are written.
    var format: TableFormat

    func check() throws {
        let columns = decisions.mapping
        let hasDecisions = columns.prediction != nil || columns.score != nil
        guard columns.attributes.isEmpty || hasDecisions else {
            throw ValidationError("--by needs --prediction or --score.")
        }
        guard columns.label == nil || hasDecisions else {
            throw ValidationError("--label needs --prediction or --score.")
        }
        try decisions.requireRowsAlone()
    }

    func document(of files: [String]) async throws -> any AuditDocument {
        try await report(of: files[1], against: files[0]).document
    }

    /// Reads a table, or a snapshot of one.
    func profile(_ path: String, _ format: TableFormat) async throws -> (profile: TableProfile, sha256: String) {
        var mapping = ProfileMapping(columns: columns.isEmpty ? nil : columns, decisions: decisions.mapping)
        mapping.ignored = ignored
        return try await AuditInput(path, format: format).profile(mapping)
    }

    /// Compares data with a reference.
    ///
    /// - Returns: The report, and what is kept of the current data.
    func report(
        of current: String, against reference: String
    ) async throws -> (document: DriftDocument, current: TableProfile) {
        let before = try await profile(reference, referenceFormat)
        let now = try await profile(current, format)
        var mapping = ProfileMapping(columns: columns.isEmpty ? nil : columns, decisions: decisions.mapping)
        mapping.ignored = ignored
        let report = try audit.report(of: now.profile, against: before.profile, mapping)
        let document = DriftDocument(
            report: report,
            sources: [
                AuditSource(role: "reference", name: InputFile(reference).displayName, sha256: before.sha256),
                AuditSource(role: "data", name: InputFile(current).displayName, sha256: now.sha256),
            ])
        return (document, now.profile)
    }

    private var audit: DriftAudit {
        var audit = DriftAudit()
        audit.isAnytimeValid = decisions.isAnytimeValid
        (audit.missing, audit.minimumRows, audit.depth) = (decisions.missing, decisions.minimumRows, decisions.depth)
        audit.categorical = categorical
        return audit
    }
}

extension DriftConfiguration {
    var json: JSONValue {
        var members: JSONObject = ["audit": .string(Self.audit)]
        for (name, value) in decisions.json { members[name] = value }
        for (name, names) in [("columns", columns), ("ignore", ignored), ("categorical", categorical)] {
            members[name] = .array(names.map { .string($0) })
        }
        members["reference_format"] = referenceFormat.json
        members["format"] = format.json
        return .object(members)
    }

    private static let names = Decisions.names.union([
        "audit", "columns", "ignore", "categorical", "reference_format", "format",
    ])

    init?(json: JSONValue) {
        guard let members = json.object, Set(members.keys) == Self.names, let decisions = Decisions(json: members),
            let columns = members["columns"]?.texts, let ignored = members["ignore"]?.texts,
            let categorical = members["categorical"]?.texts,
            let referenceFormat = TableFormat(json: members["reference_format"]),
            let format = TableFormat(json: members["format"])
        else { return nil }
        self.init(
            decisions: decisions, columns: columns, ignored: ignored, categorical: categorical,
            referenceFormat: referenceFormat, format: format)
    }
}
