import ArgumentParser

/// The forms in which the gate prints its verdict.
enum GateFormat: String, ExpressibleByArgument, CaseIterable {
    /// For people.
    case text
    /// For scripts; the fields are documented in `docs/cli-json.md`.
    case json
    /// JUnit XML, which every CI system shows as test results.
    case junit
    /// SARIF 2.1.0, for code scanning.
    case sarif
    /// For a comment on a pull request.
    case markdown
}
