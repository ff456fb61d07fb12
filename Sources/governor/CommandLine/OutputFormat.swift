import ArgumentParser

/// The forms in which a result is printed, for commands that have these two.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    /// For people.
    case text
    /// For scripts; the fields are documented in `docs/cli-json.md`.
    case json
}
