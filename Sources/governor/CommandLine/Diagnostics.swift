import GovernorCore
import GovernorLedger
import GovernorPolicy

/// What goes to standard error: `error:`, `warning:` and `note:` lines, each followed by `hint:` when there is one.
enum Diagnostics {
    /// Reports why a command could not run; every problem of a document by itself.
    static func report(_ error: any Error) {
        if let errors = error as? DocumentErrors {
            for problem in errors.problems {
                write(.error, "\(errors.name):\(problem.position): \(problem.message)", hint: problem.hint)
            }
        } else if let error = error as? any GovernorError {
            write(.error, error.message, hint: error.hint)
        } else {
            write(.error, "\(error)", hint: nil)
        }
    }

    /// Reports something that the user should change although the command goes on.
    static func warn(_ message: String, hint: String? = nil) { write(.warning, message, hint: hint) }

    /// Reports something worth knowing.
    static func note(_ message: String, hint: String? = nil) { write(.note, message, hint: hint) }

    /// How bad it is.
    enum Severity: String {
        case error, warning, note

        /// How the word is shown.
        var style: TerminalStyle {
            switch self {
            case .error: .failure
            case .warning: .caution
            case .note: .emphasis
            }
        }
    }

    private static func write(_ severity: Severity, _ message: String, hint: String?) {
        let terminal = Terminal(.error)
        var lines = "\(terminal.styled("\(severity.rawValue):", severity.style)) \(shown(message))\n"
        if let hint { lines += "\(terminal.styled("hint:", .emphasis)) \(shown(hint))\n" }
        // There is nowhere left to report that standard error cannot be written.
        try? StandardStream.error.write(lines)
    }

    /// What is said may repeat names from files and arguments: they keep to their line, and no key is among them.
    private static func shown(_ text: String) -> String { SigningKey.hiding(in: text).singleLine }
}
