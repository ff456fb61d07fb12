import GovernorAudit
import GovernorCore

/// A report with what it is about: all that the renderers know, so that equal audits give equal files.
protocol AuditDocument {
    associatedtype Finding: AuditFinding

    /// What is measured, as titles begin: `Fairness`.
    static var subject: String { get }
    /// The category of the metrics in a policy.
    static var category: String { get }

    /// The data, and what they are compared with, if anything.
    var sources: [AuditSource] { get }
    /// How many rows the data have.
    var rows: Int { get }
    /// What stands out.
    var findings: [Finding] { get }
    /// What to say where nothing does.
    var nothingFound: String { get }
    /// Every number.
    var json: JSONValue { get }
    /// What the gate reads, as it is written.
    var gateMetrics: JSONValue { get }
    /// What the numbers rest on, in short lines without markup.
    var settings: [(name: String, value: String)] { get }

    /// Whether intervals and p-values of rates hold at every look.
    var isAnytimeValid: Bool { get }

    /// The report on a terminal.
    var text: String { get }
    /// The report as one page.
    var html: String { get }
    /// The report as GitHub-flavoured Markdown.
    var markdown: String { get }
    /// The drawings, in the order of the report.
    var charts: [Chart] { get }
}

/// A file that an audit read.
struct AuditSource: Equatable {
    /// What it is to the audit: `data` or `reference`.
    let role: String
    /// Its name, as the user wrote it.
    let name: String
    /// The SHA-256 of its bytes in hexadecimal digits.
    let sha256: String
}

extension AuditDocument {
    /// The file that findings are about.
    var data: AuditSource { sources.last ?? AuditSource(role: "data", name: "-", sha256: "") }

    var isAnytimeValid: Bool { false }

    /// What the gate reads, with the names that policies have; nil is not estimable.
    var metrics: [(name: String, value: Double?)] {
        (gateMetrics.object ?? [:]).map { (Self.metricName($0.name), $0.value.number?.doubleValue) }
    }

    /// The name that policies have for a metric: one with a category of its own keeps it.
    static func metricName(_ name: String) -> String { name.contains(".") ? name : "\(category).\(name)" }

    /// What the numbers rest on, and by what they were computed.
    var provenance: [(name: String, value: String)] {
        let files = sources.reversed().flatMap {
            [($0.role, $0.name.singleLine), ($0.role == "data" ? "SHA-256" : "its SHA-256", $0.sha256)]
        }
        return files + [("rows", AuditNumber.count(Double(rows)))] + settings
            + [("engine", "Governor \(BuildInformation.version)")]
    }

    /// The report as it is printed for scripts: with the files it is about.
    var printedJSON: JSONObject {
        var printed = json.object ?? JSONObject()
        for source in sources {
            printed[source.role] = ["file": .string(source.name), "sha256": .string(source.sha256)]
        }
        return printed
    }
}

extension MultipleTesting {
    /// Its name for people.
    var words: String { rawValue.replacing("_", with: " ").capitalizedFirst }
}

extension String {
    /// The text with a capital at its beginning.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
