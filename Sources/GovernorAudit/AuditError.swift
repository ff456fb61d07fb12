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
    /// Compressed data that are damaged or not of the kind they seem to be.
    case invalidCompression(problem: String)
    /// A record that is not what it should be; `column` is the header's name.
    case invalidRecord(line: Int, column: String?, problem: String)
    /// A column that a table does not have.
    case unknownColumn(String, known: [String])
    /// A table whose header is not one.
    case invalidHeader(problem: String)
    /// A text that was named as the positive outcome, and that no row has in these columns.
    case positiveNeverFound(columns: [String])
    /// Rows without scores, or of one label alone, from which no threshold can be learnt.
    case nothingToLearn
    /// Rows with weights where scores are decided about, which are counted without them.
    case notWithWeights
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
        case .invalidCompression: "audit.invalid-compression"
        case .invalidRecord: "audit.invalid-record"
        case .unknownColumn: "audit.unknown-column"
        case .invalidHeader: "audit.invalid-header"
        case .positiveNeverFound: "audit.positive-never-found"
        case .nothingToLearn: "audit.nothing-to-learn"
        case .notWithWeights: "audit.not-with-weights"
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
        case .valueOutOfRange(let what, let value, let allowed): "the \(what) \(value) is not \(allowed)"
        case .schemaMismatch(let member): "the statistics cannot be merged: they differ in '\(member)'"
        case .tooManyRows(let limit): "more than \(limit) rows"
        case .invalidCompression(let problem): "the data cannot be decompressed: \(problem)"
        case .invalidRecord(let line, let column, let problem):
            "line \(line)\(column.map { ", column '\($0)'" } ?? ""): \(problem)"
        case .unknownColumn(let name, _): "there is no column '\(name)'"
        case .invalidHeader(let problem): "the header is not one: \(problem)"
        case .positiveNeverFound(let columns):
            "a text that --positive names is in no row of \(columns.map { "'\($0)'" }.joined(separator: " and "))"
        case .nothingToLearn: "no threshold can be learnt: no rows of both labels have a score"
        case .notWithWeights: "thresholds cannot be found for rows with weights"
        case .invalidSnapshot(let place, let problem): "not a snapshot of an audit: \(place): \(problem)"
        }
    }

    public var hint: String? {
        switch self {
        case .duplicateAttribute: "name each attribute once"
        case .tooManyAttributes: "audit fewer attributes at a time"
        case .unknownAttribute(let name, let known), .unknownColumn(let name, let known):
            nearestName(to: name, among: known).map { "did you mean '\($0)'?" }
                ?? "there are: \(known.joined(separator: ", "))"
        case .tooManyGroups: "an attribute may be an identifier or a number; group its values first"
        case .wrongLevelCount, .tooManyRows, .invalidRecord: nil
        case .invalidCompression: "check that the file is whole"
        case .invalidHeader: "the first record names the columns"
        case .valueOutOfRange: "scores are probabilities of the positive outcome"
        case .positiveNeverFound: "spell --positive as the data do, capitals and spaces too"
        case .schemaMismatch: "count both with the same configuration"
        case .nothingToLearn: "check the columns of the label and of the score"
        case .notWithWeights: "leave the weights out"
        case .invalidSnapshot: "pass the file as it was written"
        }
    }
}
