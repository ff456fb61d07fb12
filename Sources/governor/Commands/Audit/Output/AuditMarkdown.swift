import GovernorAudit

/// What the reports for pull requests have in common: what stands out, a short table, and what the numbers rest on.
struct AuditMarkdown<Document: AuditDocument> {
    /// So many findings are listed.
    private static var shown: Int { 20 }

    let document: Document

    /// The report.
    ///
    /// - Parameters:
    ///   - body: Tables, as Markdown.
    ///   - note: What has to be known to read them, without markup.
    func text(body: String, note: String) -> String {
        let isBroken = document.findings.contains { $0.rule.severity == .error }
        let icon = isBroken ? "❌" : document.findings.isEmpty && document.rows > 0 ? "✅" : "⚠️"
        let files = document.sources.reversed().map { source in
            (source.role == "data" ? "\(AuditNumber.count(Double(document.rows))) rows, " : "\(source.role) ")
                + "SHA-256 `\(source.sha256)`"
        }
        return "## \(icon) \(Document.subject) of \(document.data.name.markdownEscaped)\n\n" + findings + "\n" + body
            + "\n<sub>\(files.joined(separator: ", ")). \(note)</sub>\n"
    }

    private var findings: String {
        let found = document.findings
        let lines = found.prefix(Self.shown).map { finding in
            let icon =
                switch finding.rule.severity {
                case .error: "❌"
                case .warning: "⚠️"
                case .note: "❔"
                }
            return "- \(icon) \(finding.message.markdownEscaped)\n"
        }
        if lines.isEmpty { return "\(document.nothingFound)\n" }
        return lines.joined() + (found.count > lines.count ? "- … and \(found.count - lines.count) more\n" : "")
    }

    /// A table; all columns but the first have numbers. Cells are Markdown.
    static func table(_ header: [String], _ rows: [[String]]) -> String {
        "| \(header.joined(separator: " | ")) |\n|---|" + header.dropFirst().map { _ in "---:|" }.joined() + "\n"
            + rows.map { "| \($0.joined(separator: " | ")) |\n" }.joined()
    }

    /// How many are left out of a table.
    static func rest(_ count: Int, of what: String) -> String {
        count > 0 ? "\n… and \(count) more \(what).\n" : ""
    }
}
