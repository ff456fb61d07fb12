import GovernorAudit

/// What the pages of all audits have in common: what stands out and what the gate gets first, what numbers mean last.
struct AuditPage<Document: AuditDocument> {
    /// So many findings are in sight, the others behind a click, up to a limit.
    private static var shownFindings: Int { 12 }
    private static var listedFindings: Int { 200 }

    let document: Document

    /// The page.
    ///
    /// - Parameters:
    ///   - lead: What the report is about, in one line without markup.
    ///   - warning: What no finding does not mean.
    ///   - metrics: What the metrics for the gate are, without markup.
    ///   - body: The sections with drawings and tables.
    ///   - meaning: What the numbers mean, as paragraphs.
    func text(lead: String, warning: String, metrics: String, body: String, meaning: String) -> String {
        let sections = [header(lead), findings(warning), gate(metrics), body, method(meaning)]
        return HTML.page(
            title: "\(Document.subject) audit of \(document.data.name)", style: AuditPageStyle.sheet,
            body: "<main>\n\(sections.joined())</main>")
    }

    private func header(_ lead: String) -> String {
        "<header><p class=\"kind\">\(Document.subject) audit</p>\n<h1>\(HTML.text(document.data.name))</h1>\n"
            + "<p class=\"lead\">\(HTML.text(lead))</p>\n"
            + "<p class=\"digest\">SHA-256 \(HTML.text(document.data.sha256))</p></header>\n"
    }

    private func findings(_ warning: String) -> String {
        let items = document.findings.map { finding in
            "<li class=\"\(finding.rule.severity.rawValue)\"><strong>\(finding.rule.label)</strong> "
                + "<span>\(HTML.text(finding.message)).</span></li>\n"
        }
        let more = items.dropFirst(Self.shownFindings)
        return "<section><h2>What stands out</h2>\n"
            + (items.isEmpty
                ? "<p>\(HTML.text("\(document.nothingFound) \(warning)"))</p>\n"
                : "<ul class=\"findings\">\n\(items.prefix(Self.shownFindings).joined())</ul>\n")
            + (more.isEmpty
                ? ""
                : "<details><summary>\(more.count) more</summary>\n<ul class=\"findings\">\n"
                    + more.prefix(Self.listedFindings).joined() + "</ul></details>\n") + "</section>\n"
    }

    private func gate(_ caption: String) -> String {
        "<section><h2>What the gate gets</h2>\n"
            + HTML.table(
                caption: caption, header: ["metric", "value"],
                rows: document.metrics.map { name, value in
                    ["<code>\(HTML.text(name))</code>", value.map { AuditNumber.metric($0) } ?? "not estimable"]
                }) + "</section>\n"
    }

    private static var sequences: String {
        "<p>This is one of several looks at data that grow. Instead of what is said above, intervals of rates, of their changes and of gaps "
            + "are confidence sequences, from beta-binomial mixtures, and p-values of rates hold at every look: the probability "
            + "that any look ever shows what is not there is below the stated level.</p>\n"
    }

    private func method(_ meaning: String) -> String {
        let facts = document.provenance.map { "<dt>\(HTML.text($0.name))</dt><dd>\(HTML.text($0.value))</dd>\n" }
        return "<section><h2>What the numbers mean</h2>\n<dl>\n\(facts.joined())</dl>\n\(meaning)\n"
            + (document.isAnytimeValid ? Self.sequences : "") + "</section>\n"
    }
}

/// How a page looks.
enum AuditPageStyle {
    /// The style sheet.
    static let sheet = """
        :root{color-scheme:light dark;\(ChartStyle.variables(isDark: false))}
        @media (prefers-color-scheme:dark){:root{\(ChartStyle.variables(isDark: true))}}
        @media print{:root{color-scheme:light;\(ChartStyle.variables(isDark: false))}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--back);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,\
        "Helvetica Neue",Arial,"DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums}
        main{max-width:1024px;margin:0 auto;padding:32px}
        header{border-bottom:2px solid var(--ink);padding-bottom:16px}
        h1{font-size:28px;line-height:1.2;margin:0;overflow-wrap:anywhere}
        h2{font-size:20px;line-height:1.3;margin:48px 0 12px;overflow-wrap:anywhere}
        .kind{margin:0;color:var(--muted);font-weight:600}.lead{margin:8px 0 0}
        .digest{margin:4px 0 0;color:var(--muted);font:12px ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}
        .findings{list-style:none;margin:0;padding:0}
        .findings li{padding:8px 12px;margin:6px 0;border-left:4px solid var(--axis);background:var(--band);\
        overflow-wrap:anywhere}
        .findings .error{border-color:var(--orange)}.findings .warning{border-color:var(--blue)}
        .findings li{display:flex;gap:12px}.findings strong{flex:0 0 96px}
        .findings .error strong{color:var(--orange)}.findings .warning strong{color:var(--blue)}
        .findings .note strong{color:var(--muted)}
        figure{margin:0 0 16px}svg{display:block;width:100%;height:auto}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;width:100%;margin:8px 0 24px;font-size:13px}
        caption{text-align:left;color:var(--muted);padding:4px 0}
        th,td{text-align:right;vertical-align:top;padding:6px 8px;border-bottom:1px solid var(--grid)}
        th:first-child{text-align:left}thead th{border-bottom:1px solid var(--axis);vertical-align:bottom}
        tbody th{font-weight:400;min-width:88px;overflow-wrap:break-word}td b{color:var(--orange)}
        small{display:block;color:var(--muted);font-size:11.5px}summary{cursor:pointer;padding:8px 12px}
        code{font:12.5px ui-monospace,Menlo,Consolas,monospace}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 20px;font-size:13px}
        dt{color:var(--muted)}dd{margin:0;overflow-wrap:anywhere}
        @media (max-width:640px){main{padding:16px}}
        @media print{main{max-width:none;padding:0}body{font-size:11px}table{font-size:9.5px}.scroll{overflow:visible}\
        figure,tr,li{break-inside:avoid}h2,caption{break-after:avoid}small{font-size:8.5px;white-space:normal}}
        \(ChartStyle.rules)
        """
}
