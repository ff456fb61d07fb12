/// Adds colour where a person looks, and nowhere else.
///
/// A stream is coloured when it is a terminal, `NO_COLOR` is unset or empty (no-color.org) and `TERM` is not `dumb`.
struct Terminal {
    private let isColoured: Bool

    /// Looks at a stream and the environment.
    init(_ stream: StandardStream, environment: Environment = .process) {
        isColoured = stream.isTerminal && environment["NO_COLOR"] == nil && environment["TERM"] != "dumb"
    }

    private init(isColoured: Bool) { self.isColoured = isColoured }

    /// Never colours: for files and for other programs.
    static let plain = Terminal(isColoured: false)

    /// The text in a style, or as it is.
    func styled(_ text: String, _ style: TerminalStyle) -> String {
        isColoured ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}

/// The few styles the commands use, by meaning.
enum TerminalStyle: String {
    case success = "32"
    case failure = "31"
    case caution = "33"
    case emphasis = "1"
    case subdued = "2"
}
