import GovernorCore

/// An audit beside its repetition.
struct AuditComparison {
    let record: AuditRecord
    let again: AuditRecord

    /// In what they differ; empty when the audit is valid.
    var problems: [String] {
        var problems: [String] = []
        for (old, new) in zip(record.sources, again.sources).reversed() where old.digest != new.digest {
            let what = old.role == "data" ? "the data are others" : "the \(old.role) is another"
            problems.append("\(what): SHA-256 \(new.digest.hex), recorded was \(old.digest.hex)")
        }
        if record.rows != again.rows { problems.append("there are \(again.rows) rows, recorded were \(record.rows)") }
        problems += metrics
        if record.engine == again.engine, record.version != again.version {
            problems.append("the engine's version is \(again.version), recorded was \(record.version)")
        }
        if record.result != again.result, problems.isEmpty {
            problems.append("the report differs in what is not among the metrics")
        }
        return problems
    }

    /// The metrics that differ, either way.
    private var metrics: [String] {
        let (old, new) = (record.metrics.object ?? [:], again.metrics.object ?? [:])
        return (new.keys + old.keys.filter { new[$0] == nil }).filter { old[$0] != new[$0] }.map { name in
            "\(name.contains(".") ? name : "\(category).\(name)") is \(text(new[name])), recorded was \(text(old[name]))"
        }
    }

    /// Metrics have the category of their audit's name.
    private var category: String { type(of: record.configuration).audit }

    private func text(_ value: JSONValue?) -> String {
        guard let value else { return "absent" }
        return value.isNull ? "not estimable" : value.compactText
    }

    /// What is no difference: names of files are those of the place where an audit runs.
    private var statements: [String] {
        names + [
            "\(again.rows) rows of "
                + again.sources.reversed().map { "\($0.name), SHA-256 \($0.digest.hex)" }
                .joined(separator: ", against "),
            record.engine == again.engine
                ? "by the same engine, Governor \(again.version)"
                : "by another engine: Governor \(again.version), recorded was \(record.version)",
        ]
    }

    private var names: [String] {
        zip(record.sources, again.sources).filter { $0.name != $1.name }.map { old, new in
            let what = old.role == "data" ? "the data are" : "the \(old.role) is"
            return "\(what) named '\(new.name)', recorded was '\(old.name)'"
        }
    }

    /// For people.
    var text: String {
        let isValid = problems.isEmpty
        let headline = Terminal(.output).styled(isValid ? "VALID" : "DIFFERENT", isValid ? .success : .failure)
        return ([headline] + (problems + statements).map(\.singleLine)).map { $0 + "\n" }.joined()
    }

    /// For scripts.
    var json: JSONValue {
        [
            "outcome": .string(problems.isEmpty ? "valid" : "different"),
            "problems": .array(problems.map { .string($0) }),
            "statements": .array(statements.map { .string($0) }),
        ]
    }
}
