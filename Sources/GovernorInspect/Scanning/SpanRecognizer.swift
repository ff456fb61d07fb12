import GovernorCore

/// Recognises one family of things at a place of a text, such as an e-mail address at its `@`.
///
/// A recognizer is pure and local: what it says about a position depends only on the bytes at most ``reach`` away from
/// it. That is what lets the same recognizer run on a whole text and on a stream with equal findings.
protocol SpanRecognizer: Sendable {
    /// Its name and version, as findings carry it: `email/1`.
    var detector: String { get }
    /// The bytes at which ``match(in:at:)`` is asked.
    var triggers: ByteSet { get }
    /// The bytes one of which must follow the trigger; all unless stated. The end of the text counts as byte 0.
    ///
    /// Narrow sets are what keeps recognizers that begin at letters cheap on prose.
    var followers: ByteSet { get }
    /// The bytes one of which must stand behind the follower; all unless stated.
    var secondFollowers: ByteSet { get }
    /// The followers and second followers of one trigger: ``followers`` and ``secondFollowers`` unless stated.
    func followers(of trigger: UInt8) -> (first: ByteSet, second: ByteSet)
    /// The three bytes that it may begin with, one group a time; when there are any, they stand for the followers.
    ///
    /// For what has many openings, which as sets of single bytes would let nearly every word pass.
    var openings: [[UInt8]] { get }
    /// Whether it is asked only where a word begins: the byte before is neither an ASCII letter nor a digit.
    var asksOnlyAtWordStarts: Bool { get }
    /// Whether it is asked at a digit only where no digit stands before; not unless stated.
    var asksOnlyAtFirstDigits: Bool { get }
    /// The most bytes before or after the position that are read, and that a match may extend.
    var reach: Int { get }
    /// The most bytes behind the position that are read where ``looksAhead(in:at:)``; ``reach`` unless stated.
    var lookAhead: Int { get }

    /// What may stand between the begin of a match and the position; nothing unless stated.
    var head: ByteSet { get }
    /// The most bytes between the begin of a match and the position; none unless stated.
    var longestHead: Int { get }

    /// The match that the byte at a position gives away; nil when there is none.
    ///
    /// Time is linear in ``reach`` at worst. Offsets before 0 and past the end are the text's edges.
    func match(in text: Span<UInt8>, at position: Int) -> SpanMatch?

    /// Whether something rare and long begins here, such as a private key, so that a stream waits for more than
    /// ``reach`` before it asks. It reads no further than ``reach`` itself.
    func looksAhead(in text: Span<UInt8>, at position: Int) -> Bool

    /// Whether ``match(in:at:)`` says the same of a position whatever follows the text; not unless stated, so that a
    /// stream waits for all bytes that may be read.
    ///
    /// The two bytes behind the position are there and are such as it asks for. More text never takes back that it is so.
    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool

    /// Where the first match may begin whose position is an offset or lies behind it, as far as the bytes before tell.
    ///
    /// From ``head`` and ``longestHead`` unless stated.
    func earliestStart(in text: Span<UInt8>, before offset: Int) -> Int
}

extension SpanRecognizer {
    var followers: ByteSet { .all }
    var secondFollowers: ByteSet { .all }
    func followers(of trigger: UInt8) -> (first: ByteSet, second: ByteSet) { (followers, secondFollowers) }
    var openings: [[UInt8]] { [] }
    var asksOnlyAtFirstDigits: Bool { false }
    var lookAhead: Int { reach }
    var head: ByteSet { ByteSet([]) }
    var longestHead: Int { 0 }

    func looksAhead(in text: Span<UInt8>, at position: Int) -> Bool { false }

    func isDecided(in text: Span<UInt8>, at position: Int) -> Bool { false }

    func earliestStart(in text: Span<UInt8>, before offset: Int) -> Int {
        text.start(of: head, before: offset, within: longestHead)
    }
}

/// What a recognizer saw.
struct SpanMatch: Sendable, Equatable {
    /// What it is, such as `credit_card`.
    let kind: String
    /// Where, as half-open byte offsets.
    let span: Range<Int>
    /// How sure the recognizer is, in `0...1`.
    let confidence: Double
    /// Why.
    let evidence: Finding.Evidence
    /// What else the same bytes hold.
    var otherKinds: [String] = []
}
