import ArgumentParser
import GovernorAudit
import GovernorCore

/// What an audit of quality was told.
struct QualityConfiguration: AuditConfiguration {
    static let audit = "quality"
    static let roles = ["data"]

    /// Which columns hold decisions, and what they are compared by.
    var decisions: Decisions
    /// Whether labels and predictions are numbers.
    var isRegression: Bool
    /// The columns of how many samples of a task passed, and of how many there were.
    var passed: String?
    var samples: String?
    /// The `k` of pass@k, ascending; the usual ones where there are none.
    var attempts: [Int]
    /// The columns of whether an output is harmful, or says what is not so.
    var harmful: String?
    var hallucinated: String?
    /// How the data are written.
    var format: TableFormat

    func check() throws {
        let columns = decisions.mapping
        let hasDecisions = columns.prediction != nil || columns.score != nil
        guard columns.label != nil || passed != nil || harmful != nil || hallucinated != nil else {
            throw ValidationError("--label, --passed, --harmful or --hallucinated says what to measure.")
        }
        guard columns.label == nil || hasDecisions else {
            throw ValidationError("--label is compared with --prediction or --score.")
        }
        guard columns.label != nil || !hasDecisions else {
            throw ValidationError("--prediction and --score are compared with --label.")
        }
        try (isRegression ? AuditTask.regression : .classification).check(columns)
        guard (passed == nil) == (samples == nil) else {
            throw ValidationError("--passed and --samples are given together.")
        }
        guard attempts.allSatisfy({ $0 >= 1 }) else { throw ValidationError("--attempts is at least 1.") }
        try decisions.requireRowsAlone()
    }

    func document(of files: [String]) async throws -> any AuditDocument { try await report(of: files[0]) }

    /// Reads and measures data.
    func report(of path: String) async throws -> QualityDocument {
        let (statistics, sha256) = try await AuditInput(path, format: format).quality(mapping)
        return QualityDocument(
            report: try audit.report(of: statistics),
            sources: [AuditSource(role: "data", name: InputFile(path).displayName, sha256: sha256)])
    }

    private var mapping: QualityMapping {
        var mapping = QualityMapping(decisions.mapping)
        mapping.isRegression = isRegression
        (mapping.passed, mapping.samples) = (passed, samples)
        (mapping.harmful, mapping.hallucinated) = (harmful, hallucinated)
        return mapping
    }

    private var audit: QualityAudit {
        var audit = QualityAudit()
        audit.isAnytimeValid = decisions.isAnytimeValid
        (audit.missing, audit.minimumRows, audit.depth) = (decisions.missing, decisions.minimumRows, decisions.depth)
        if !attempts.isEmpty { audit.attempts = attempts }
        return audit
    }
}

extension QualityConfiguration {
    var json: JSONValue {
        var members: JSONObject = ["audit": .string(Self.audit)]
        for (name, value) in decisions.json { members[name] = value }
        members["task"] = .string(isRegression ? "regression" : "classification")
        members["passed"] = .text(passed)
        members["samples"] = .text(samples)
        members["attempts"] = .array(attempts.map { .integer($0) })
        members["harmful"] = .text(harmful)
        members["hallucinated"] = .text(hallucinated)
        members["format"] = format.json
        return .object(members)
    }

    private static let names = Decisions.names.union([
        "audit", "task", "passed", "samples", "attempts", "harmful", "hallucinated", "format",
    ])

    init?(json: JSONValue) {
        guard let members = json.object, Set(members.keys) == Self.names, let decisions = Decisions(json: members),
            let task = members["task"]?.string, ["classification", "regression"].contains(task),
            let attempts = members["attempts"]?.array?.map({ $0.number?.integer }),
            !attempts.contains(nil), let format = TableFormat(json: members["format"])
        else { return nil }
        self.init(
            decisions: decisions, isRegression: task == "regression", passed: members["passed"]?.string,
            samples: members["samples"]?.string, attempts: attempts.compactMap { $0.map { Int($0) } },
            harmful: members["harmful"]?.string, hallucinated: members["hallucinated"]?.string, format: format)
    }
}
