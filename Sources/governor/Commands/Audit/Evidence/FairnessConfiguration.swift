import ArgumentParser
import GovernorAudit
import GovernorCore

/// What an audit of fairness was told: with the data and the engine it determines the result.
struct FairnessConfiguration: AuditConfiguration {
    static let audit = "fairness"
    static let roles = ["data"]

    /// Which columns hold decisions, and what they are compared by.
    var decisions: Decisions
    /// How the data are written.
    var format: TableFormat

    func check() throws {
        try decisions.requireComparison()
        guard mapping.count == nil || mapping.score == nil else {
            throw ValidationError("--count is for data with decisions, not with --score or --from.")
        }
        try decisions.requireRowsForSequences()
        guard !decisions.isAnytimeValid || !decisions.smallGroups.isPooling else {
            throw ValidationError(
                "--anytime-valid is not for --pool: which levels are small changes from look to look.")
        }
        guard decisions.smallGroups.suppressedBelow != nil else { return }
        guard decisions.missing == .ownGroup else {
            throw ValidationError("--suppress needs --missing own_group: rows that are left out could be counted.")
        }
        guard mapping.weight == nil else {
            throw ValidationError(
                "--suppress is not for --weight: the rate of a group shows what its heaviest row did.")
        }
    }

    func document(of files: [String]) async throws -> any AuditDocument { try await report(of: files[0]) }

    /// Reads and judges data.
    func report(of path: String) async throws -> FairnessDocument {
        let (cube, sha256) = try await AuditInput(path, format: format).cube(mapping)
        return try report(on: cube, data: InputFile(path).displayName, sha256: sha256)
    }

    /// Judges what was counted.
    func report(on cube: CountCube, data: String, sha256: String) throws -> FairnessDocument {
        FairnessDocument(report: try audit.report(of: cube), data: data, sha256: sha256)
    }

    /// What the columns mean.
    var mapping: ColumnMapping { decisions.mapping }

    private var audit: FairnessAudit {
        var audit = FairnessAudit()
        if let fairness = decisions.fairness {
            (audit.rates, audit.reason) = (fairness.rates, fairness.reason)
        } else if mapping.label == nil {
            // Without labels nothing else is estimable.
            audit.rates = [.selectionRate]
        }
        audit.isAnytimeValid = decisions.isAnytimeValid
        (audit.missing, audit.minimumRows, audit.depth) = (decisions.missing, decisions.minimumRows, decisions.depth)
        audit.isPooling = decisions.smallGroups.isPooling
        audit.suppressedBelow = decisions.smallGroups.suppressedBelow
        audit.visibleGap = decisions.smallGroups.visibleGap
        if mapping.prediction == nil { audit.threshold = mapping.threshold }
        return audit
    }
}

extension FairnessConfiguration {
    var json: JSONValue {
        var members: JSONObject = ["audit": .string(Self.audit)]
        for (name, value) in decisions.json { members[name] = value }
        for (name, value) in decisions.smallGroups.json { members[name] = value }
        members["rates"] = decisions.fairness.map { .array($0.rates.map { .string($0.rawValue) }) } ?? .null
        members["reason"] = .text(decisions.fairness?.reason)
        members["format"] = format.json
        return .object(members)
    }

    init?(json: JSONValue) {
        guard let members = json.object,
            Set(members.keys)
                == Decisions.names.union(SmallGroupSettings.names).union(["audit", "rates", "reason", "format"]),
            var decisions = Decisions(json: members), !decisions.mapping.attributes.isEmpty,
            let smallGroups = SmallGroupSettings(json: members, decisions.missing),
            let format = TableFormat(json: members["format"])
        else { return nil }
        decisions.smallGroups = smallGroups
        if let reason = members["reason"]?.string {
            guard let names = members["rates"]?.texts, !names.isEmpty else { return nil }
            let rates = names.compactMap(Rate.init(rawValue:))
            guard rates.count == names.count else { return nil }
            decisions.fairness = AuditSettings.Fairness(rates: rates, reason: reason)
        }
        self.init(decisions: decisions, format: format)
    }
}
