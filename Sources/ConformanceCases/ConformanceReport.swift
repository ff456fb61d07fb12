package import GovernorCore

/// How one published case went.
package struct CaseOutcome: Sendable, Hashable {
    /// What came of it.
    package enum Status: String, Sendable { case passed, failed, skipped }

    /// The case's id in its file.
    package let id: String
    /// What came of it.
    package let status: Status
    /// What was found instead, or why it was skipped; empty when it passed.
    package let detail: String

    /// Records an outcome.
    package init(id: String, status: Status, detail: String = "") {
        self.id = id
        self.status = status
        self.detail = detail
    }

    /// An outcome that is a pass without a complaint.
    package init(id: String, complaint: String?) {
        self.init(id: id, status: complaint == nil ? .passed : .failed, detail: complaint ?? "")
    }
}

/// How the cases of one file went.
package struct FileReport: Sendable {
    /// The file's name.
    package let file: String
    /// The outcomes in the file's order.
    package let outcomes: [CaseOutcome]

    /// Gathers the outcomes of a file.
    package init(file: String, outcomes: [CaseOutcome]) {
        self.file = file
        self.outcomes = outcomes
    }

    /// How many outcomes have a status.
    package func count(_ status: CaseOutcome.Status) -> Int { outcomes.count { $0.status == status } }

    /// The outcomes that failed.
    package var failures: [CaseOutcome] { outcomes.filter { $0.status == .failed } }

    /// How many cases were skipped for each reason, sorted by reason.
    package var skips: [(reason: String, count: Int)] {
        let reasons = outcomes.filter { $0.status == .skipped }.map(\.detail)
        return Dictionary(grouping: reasons) { $0 }.map { ($0.key, $0.value.count) }.sorted { $0.reason < $1.reason }
    }
}

/// How the cases of several files went.
package struct ConformanceReport: Sendable {
    /// The files in the order they were run.
    package let files: [FileReport]

    /// Gathers reports.
    package init(files: [FileReport]) { self.files = files }

    /// Whether no case failed.
    package var isPassed: Bool { files.allSatisfy(\.failures.isEmpty) }

    /// `{"totals":{passed,failed,skipped},"files":[{file,passed,failed,skipped,failed_ids,skip_reasons}]}`.
    package var json: JSONValue {
        [
            "totals": .object(counts { status in files.reduce(0) { $0 + $1.count(status) } }),
            "files": .array(
                files.map { file in
                    var entry: JSONObject = JSONObject([("file", .string(file.file))])
                    for (name, value) in counts(file.count) { entry[name] = value }
                    entry["failed_ids"] = .array(file.failures.map { .string($0.id) })
                    entry["skip_reasons"] = .object(JSONObject(file.skips.map { ($0.reason, .integer($0.count)) }))
                    return .object(entry)
                }),
        ]
    }

    /// A line a file, the failing ids with what was found, the reasons for skipping, and the totals.
    package var text: String {
        let width = files.map(\.file.count).max() ?? 0
        var lines: [String] = []
        for file in files {
            let name = file.file + String(repeating: " ", count: width - file.file.count)
            lines.append("\(name)  \(summary(file.count))")
            lines += file.failures.map { "  FAIL \($0.id): \($0.detail)" }
            lines += file.skips.map { "  skipped \($0.count): \($0.reason)" }
        }
        return (lines + [summary { status in files.reduce(0) { $0 + $1.count(status) } }]).joined(separator: "\n")
    }

    private func summary(_ count: (CaseOutcome.Status) -> Int) -> String {
        "\(count(.passed)) passed, \(count(.failed)) failed, \(count(.skipped)) skipped"
    }

    private func counts(_ count: (CaseOutcome.Status) -> Int) -> JSONObject {
        JSONObject([CaseOutcome.Status.passed, .failed, .skipped].map { ($0.rawValue, .integer(count($0))) })
    }
}

/// Why a case file cannot be run.
package enum ConformanceError: GovernorError, Equatable {
    /// The document is not in a format that is known here.
    case unknownFormat(file: String, expected: String)

    package var code: String { "conformance.unknown-format" }
    package var message: String {
        switch self {
        case .unknownFormat(let file, let expected): "\(file): not a case file: expected \(expected)"
        }
    }
    package var hint: String? { nil }
}
