/// A pattern whose matches are bounded in length and found without backtracking, whatever engine does it.
public struct TextPattern: Sendable {
    /// The pattern as somebody wrote it.
    public let source: String
    /// The most bytes of a match; at least 1.
    public let longest: Int
    /// The bytes that a match can begin with.
    public let firstBytes: Set<UInt8>
    /// Where the longest match ends that begins at an offset of UTF-8 bytes; nil when none does.
    ///
    /// It reads at most one byte before the offset, and four behind the longest match.
    public let endOfMatch: @Sendable (_ text: Span<UInt8>, _ offset: Int) -> Int?

    /// Creates a pattern; see the properties.
    public init(
        source: String, longest: Int, firstBytes: Set<UInt8>,
        endOfMatch: @escaping @Sendable (_ text: Span<UInt8>, _ offset: Int) -> Int?
    ) {
        self.source = source
        self.longest = longest
        self.firstBytes = firstBytes
        self.endOfMatch = endOfMatch
    }
}
