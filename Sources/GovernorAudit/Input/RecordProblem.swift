/// What is wrong with a record, and what to do about it. Problems that are told in the same words are one.
public struct RecordProblem: Sendable, Equatable, ExpressibleByStringInterpolation {
    /// What is wrong, without the value.
    public let text: String
    /// What to do.
    public let hint: String?

    /// Describes a problem.
    public init(_ text: String, hint: String?) { (self.text, self.hint) = (text, hint) }

    public init(stringLiteral text: String) { self.init(text, hint: nil) }

    public static func == (left: Self, right: Self) -> Bool { left.text == right.text }

    static let notUTF8 = Self("not UTF-8", hint: "convert it first, such as by iconv -f WINDOWS-1252 -t UTF-8")
    static let notANumber = Self(
        "not a number",
        hint: "numbers are written as 1234.5 or 1e6; an empty field, NA, NaN, null and None mean that there is none")
    static let noOutcome = Self(
        "neither a positive nor a negative outcome",
        hint: "name the favourable text by --positive; every other one is then unfavourable")
    static let tooLarge = Self("the number is beyond 1e70", hint: "leave the row out, or give the column another unit")
    static let unclosedQuote = Self(
        "a quoted field is never closed", hint: "within a quoted field, a quote is written twice")
    static let textAfterQuote = Self(
        "text after the closing quote of a field", hint: "within a quoted field, a quote is written twice")
    static let missingWeight = Self("the weight is missing", hint: "leave the row out, or give it the weight 0")
    static let notACount = Self(
        "the number of rows is not a whole number of at least 0",
        hint: "--count names the column that 'governor audit sql' counts")
    static let tooManyPassed = Self(
        "more passed than there were samples", hint: "--passed counts those of --samples that passed")
    static let unknownMember = Self(
        "a member that no record of the first mebibyte has", hint: "put a record that has all members first")

    static func fields(_ count: Int, expected: Int) -> Self {
        Self(
            "\(count) fields, expected \(expected)",
            hint: "a field that holds the separator is written in quotes; --delimiter names another separator")
    }

    static func tooLongLevel(_ limit: Int) -> Self {
        Self("more than \(limit) bytes, which is no group", hint: "leave the column out, or shorten its texts")
    }

    static func notJSONLines(_ problem: String, byte: Int) -> Self {
        Self(
            "not JSON Lines: \(problem), at byte \(byte)",
            hint: "each line is one JSON object; --input-format csv says that the data are CSV")
    }

    static func outOfRange(_ what: String, _ allowed: String) -> Self {
        Self("the \(what) is not \(allowed)", hint: AuditError.hint(ofRange: what))
    }
}
