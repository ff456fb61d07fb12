import GovernorCore
import GovernorInspect

/// A row of labelled data: a text with a `label` of 0 or 1, or with the `spans` that are in it.
struct LabelledRow {
    /// What is known of the text.
    enum Label {
        /// Whether it is what a detector looks for.
        case isPositive(Bool)
        /// What is in it, by the names that Presidio gives.
        case spans(LabelledText)
    }

    /// What names it; its place when it has no name.
    let id: String
    let source: String
    /// What sort of text it is, such as `jailbreak`, if known.
    let kind: String?
    let text: [UInt8]
    let context: [UInt8]?
    let question: [UInt8]
    let label: Label
    private let file: String
    private let line: Int

    /// An error that names the row's place.
    func error(_ problem: String, hint: String?) -> CommandError {
        .invalid(path: file, problem: "line \(line): \(problem)", hint: hint)
    }

    /// Reads the rows of files.
    ///
    /// - Parameters:
    ///   - files: Paths; `-` is standard input.
    ///   - hint: What a row must be, where not every row of labelled data is welcome.
    /// - Throws: ``CommandError/invalid(path:problem:hint:)`` with the line of a row that is none.
    static func rows(of files: [String], hint: String? = nil) throws -> [LabelledRow] {
        try files.flatMap { path in
            let file = InputFile(path, "labelled data")
            let bytes = try file.unpackedBytes(limit: 1 << 30)
            return try JSONLines.values(in: bytes, of: file.displayName).map { line, json in
                do {
                    return try LabelledRow(json, at: line, of: file.displayName)
                } catch let error as any GovernorError {
                    throw CommandError.invalid(
                        path: file.displayName, problem: "line \(line): \(error.message)", hint: hint ?? error.hint)
                }
            }
        }
    }

    private init(_ json: JSONValue, at line: Int, of file: String) throws {
        id = json["id"]?.string ?? "\(file):\(line)"
        kind = json["kind"]?.string
        source = json["source"]?.string ?? file
        text = try Array(LabelledText.string("text", of: json).utf8)
        context = try json["context"].map { _ in try Array(LabelledText.string("context", of: json).utf8) }
        question = try json["question"].map { _ in try Array(LabelledText.string("question", of: json).utf8) } ?? []
        self.file = file
        self.line = line
        if json["spans"] != nil {
            label = .spans(try LabelledText(json))
        } else {
            label = .isPositive(try Self.label(json))
        }
    }

    private static func label(_ json: JSONValue) throws -> Bool {
        switch json["label"] {
        case .number(let number) where number.integer == 0: return false
        case .number(let number) where number.integer == 1: return true
        case .bool(let label): return label
        default: throw LabelledTextError.missing("label")
        }
    }
}
