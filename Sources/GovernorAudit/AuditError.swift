public import GovernorCore

/// Why data cannot be audited, or statistics not be read or merged.
public enum AuditError: GovernorError, Equatable {
    /// A schema names one attribute twice.
    case duplicateAttribute(String)
    /// More attributes than a cube may have.
    case tooManyAttributes(count: Int, limit: Int)
    /// An attribute that the cube does not have.
    case unknownAttribute(String, known: [String])
    /// More combinations of levels than a cube may have.
    case tooManyGroups(limit: Int)
    /// A group with another number of levels than the schema has attributes.
    case wrongLevelCount(found: Int, expected: Int)
    /// A score, weight or value outside of what is allowed.
    case valueOutOfRange(what: String, value: Double, allowed: String)
    /// Two cubes that differ in what they count.
    case schemaMismatch(member: String)
    /// More rows than counts stay exact for.
    case tooManyRows(limit: Int)
    /// More groups than a report has over all sets of attributes, or than can be added up to them in a reasonable time.
    case tooManySets(limit: Int)
    /// Compressed data that are damaged or not of the kind they seem to be.
    case invalidCompression(problem: String)
    /// Data packed by Zstandard, where libzstd is not installed.
    case decompressorMissing
    /// A record that is not what it should be; `column` is the header's name.
    case invalidRecord(line: Int, column: String?, problem: RecordProblem)
    /// A column that a table does not have.
    case unknownColumn(String, known: [String])
    /// A name of a table or a column that no database has.
    case unusableName(String)
    /// A table whose header is not one.
    case invalidHeader(problem: String)
    /// A text that was named as the positive outcome, and that no row has in these columns.
    case positiveNeverFound(columns: [String])
    /// Rows without scores, or of one label alone, from which no threshold can be learnt.
    case nothingToLearn
    /// Rows with weights where scores are decided about, which are counted without them.
    case notWithWeights
    /// More combinations of conditions than slices are looked for in.
    case tooManySlices(limit: Int)
    /// A table that was read twice and was not the same.
    case tableChanged
    /// Fewer rows in all than a group needs to be shown.
    case tooFewRowsToShow(limit: Int)
    /// What is no result of another tool; the hint says how it writes one.
    case notAResult(of: String, problem: String, hint: String)
    /// A document that is no snapshot of a cube.
    case invalidSnapshot(at: String, problem: String)

    public var code: String {
        switch self {
        case .duplicateAttribute: "audit.duplicate-attribute"
        case .tooManyAttributes: "audit.too-many-attributes"
        case .unknownAttribute: "audit.unknown-attribute"
        case .tooManyGroups: "audit.too-many-groups"
        case .wrongLevelCount: "audit.wrong-level-count"
        case .valueOutOfRange: "audit.value-out-of-range"
        case .schemaMismatch: "audit.schema-mismatch"
        case .tooManyRows: "audit.too-many-rows"
        case .tooManySets: "audit.too-many-sets"
        case .invalidCompression: "audit.invalid-compression"
        case .decompressorMissing: "audit.decompressor-missing"
        case .invalidRecord: "audit.invalid-record"
        case .unknownColumn: "audit.unknown-column"
        case .unusableName: "audit.unusable-name"
        case .invalidHeader: "audit.invalid-header"
        case .positiveNeverFound: "audit.positive-never-found"
        case .nothingToLearn: "audit.nothing-to-learn"
        case .notWithWeights: "audit.not-with-weights"
        case .tooManySlices: "audit.too-many-slices"
        case .tableChanged: "audit.table-changed"
        case .tooFewRowsToShow: "audit.too-few-rows-to-show"
        case .notAResult: "audit.not-a-result"
        case .invalidSnapshot: "audit.invalid-snapshot"
        }
    }

    public var message: String {
        switch self {
        case .duplicateAttribute(let name): "the attribute '\(name)' is named twice"
        case .tooManyAttributes(let count, let limit): "\(count) attributes, at most \(limit) are counted together"
        case .unknownAttribute(let name, _): "there is no attribute '\(name)'"
        case .tooManyGroups(let limit): "more than \(limit) combinations of attribute levels"
        case .wrongLevelCount(let found, let expected):
            "a group of \(found) levels where there are \(expected) attributes"
        case .valueOutOfRange(let what, _, let allowed): "the \(what) is not \(allowed)"
        case .schemaMismatch(let member): "the statistics do not go together: they differ in '\(member)'"
        case .tooManyRows(let limit): "more than \(limit) rows"
        case .tooManySets(let limit): "more than \(limit) groups over all sets of columns"
        case .invalidCompression(let problem): "the data cannot be decompressed: \(problem)"
        case .decompressorMissing: "the data are packed by Zstandard, and libzstd is not installed"
        case .invalidRecord(let line, let column, let problem):
            "line \(line)\(column.map { ", column '\($0)'" } ?? ""): \(problem.text)"
        case .unknownColumn(let name, _): "there is no column '\(name)'"
        case .unusableName(let name): "'\(name)' is no name of a table or a column"
        case .invalidHeader(let problem): "the header is not one: \(problem)"
        case .positiveNeverFound(let columns):
            "a text that --positive names is in no row of \(columns.map { "'\($0)'" }.joined(separator: " and "))"
        case .nothingToLearn: "no threshold can be learnt: no rows of both labels have a score"
        case .notWithWeights: "thresholds cannot be found for rows with weights"
        case .tooManySlices(let limit): "more than \(limit) combinations of conditions"
        case .tableChanged: "the data changed while they were read"
        case .tooFewRowsToShow(let limit): "the data have fewer than \(limit) rows, and smaller groups are not shown"
        case .notAResult(let tool, let problem, _): "not a result of \(tool): \(problem)"
        case .invalidSnapshot(let place, let problem): "not a snapshot of an audit: \(place): \(problem)"
        }
    }

    public var hint: String? {
        switch self {
        case .duplicateAttribute: "name each attribute once"
        case .tooManyAttributes: "audit fewer attributes at a time"
        case .unknownAttribute(let name, let known), .unknownColumn(let name, let known):
            Self.suggestion(for: name, among: known)
        case .tooManySets: "name fewer columns with --by, or compare fewer together with --depth"
        case .tooManyGroups: "an attribute may be an identifier or a number; group its values first"
        case .wrongLevelCount: nil
        case .tooManyRows: "audit a random part of the rows"
        case .invalidRecord(_, _, let problem): problem.hint
        case .unusableName: "name a table like 'decisions' or 'schema.decisions'"
        case .invalidCompression: "check that the file is whole"
        case .decompressorMissing: "apt-get install libzstd1, or pass it unpacked: zstd -dc FILE | governor audit -"
        case .invalidHeader: "the first record names the columns"
        case .valueOutOfRange(let what, _, _): Self.hint(ofRange: what)
        case .positiveNeverFound: "spell --positive as the data do, capitals and spaces too"
        case .schemaMismatch: "count both with the same options: --by, --label, --prediction or --score, --positive"
        case .nothingToLearn: "check the columns of the label and of the score"
        case .notWithWeights: "leave the weights out"
        case .tooManySlices: "name fewer columns with --columns, or combine fewer with --depth or --bins"
        case .tableChanged: "slices are looked for in two passes: name a file that stays as it is"
        case .tooFewRowsToShow: "audit more rows together"
        case .notAResult(_, _, let hint): hint
        case .invalidSnapshot: "pass the file as it was written"
        }
    }

    /// What to do about a value that is out of range.
    static func hint(ofRange what: String) -> String? {
        switch what {
        case "score": "scores are probabilities of the positive outcome"
        case "weight": "divide all weights by one number"
        default: nil
        }
    }

    /// The most names that a hint lists, and the most characters of each.
    private static let (listedNames, listedCharacters) = (8, 40)

    /// Which name may have been meant. A table without a header has values where names should be: none of them is said.
    private static func suggestion(for name: String, among known: [String]) -> String? {
        guard !known.isEmpty else { return nil }
        guard known.allSatisfy(isName) else {
            return "the first record names the columns, and this one seems to hold values: is there a header?"
        }
        if let nearest = nearestName(to: name, among: known) { return "did you mean '\(nearest)'?" }
        let listed = known.prefix(listedNames).map {
            $0.count > listedCharacters ? $0.prefix(listedCharacters) + "…" : $0[...]
        }
        let rest = known.count - listed.count
        return "there are: \(listed.joined(separator: ", "))\(rest > 0 ? " and \(rest) more" : "")"
    }

    /// Whether a text may be the name of a column, and is not a number, an address or nothing.
    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 128 && Double(text) == nil && !text.contains("@")
            && text.utf8.allSatisfy { $0 >= 0x20 }
    }
}
