import CEL
import GovernorCore

/// Patterns that inspectors may look for: in a stream, in linear time, with a bounded look-back.
enum BoundedPattern {
    /// The most bytes of a match. A stream holds back as many.
    static let longest = 256
    /// The most instructions that one place of a text may take: the longest match times the size of the program.
    static let workLimit = 1 << 16

    /// Compiles a pattern, or reports what is wrong with it at its place in the file.
    static func compile(_ source: SourceText, _ reader: inout DocumentReader) -> TextPattern? {
        do throws(LinearRegexError) {
            let regex = try LinearRegex(source.text)
            if let problem = problem(of: regex) {
                reader.report("policy.pattern", at: source.position, problem.message, hint: problem.hint)
                return nil
            }
            return TextPattern(
                source: source.text, longest: regex.maximumByteCount ?? 0, firstBytes: regex.firstBytes ?? []
            ) { text, offset in regex.endOfLongestMatch(in: text, at: offset) }
        } catch {
            let scalars = String(decoding: source.text.utf8.prefix(error.offset), as: UTF8.self).unicodeScalars.count
            reader.report("policy.pattern", at: source.position(ofScalar: scalars), error.message, hint: error.hint)
            return nil
        }
    }

    private static func problem(of regex: LinearRegex) -> (message: String, hint: String)? {
        guard regex.minimumByteCount > 0 else {
            return ("the pattern matches the empty text", "let it need at least one character")
        }
        guard let longest = regex.maximumByteCount else {
            return ("the pattern has no longest match", "write a bound instead of * and +, such as {1,40}")
        }
        guard longest <= Self.longest else {
            return (
                "a match may have \(longest) bytes, at most \(Self.longest)",
                "use smaller counts; a character beyond ASCII counts as up to 4 bytes"
            )
        }
        guard longest * regex.size <= workLimit else {
            return ("the pattern is too large for its longest match", "use smaller counts or fewer alternatives")
        }
        return nil
    }
}
