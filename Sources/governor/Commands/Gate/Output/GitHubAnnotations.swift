import GovernorCore
import GovernorPolicy

/// Marks failures in the files of a pull request, by GitHub's workflow commands: `::error file=…,line=…,title=…::message`.
enum GitHubAnnotations {
    /// One command a line for each threshold that fails or warns; empty when there is none.
    static func render(_ run: GateRun) -> String {
        run.report.results.filter { $0.status != .pass }.map { line($0, run) + "\n" }.joined()
    }

    private static func line(_ result: ThresholdResult, _ run: GateRun) -> String {
        let place = run.place(of: result)
        let text = [result.message, result.remediation].compactMap { $0 }.joined(separator: "\n")
        return "::\(result.blocks ? "error" : "warning") file=\(property(place.path)),line=\(place.line)"
            + ",title=\(property("\(result.threshold.name)"))::\(escaped(text))"
    }

    private static func property(_ text: String) -> String {
        escaped(text, also: [":": "%3A", ",": "%2C"])
    }

    private static func escaped(_ text: String, also more: [Unicode.Scalar: String] = [:]) -> String {
        let table = more.merging(["%": "%25", "\r": "%0D", "\n": "%0A"]) { first, _ in first }
        var result = ""
        for scalar in text.unicodeScalars { result += table[scalar] ?? String(scalar) }
        return result
    }
}
