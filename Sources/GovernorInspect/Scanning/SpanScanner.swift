public import GovernorCore

/// Asks a list of recognizers about a text, in one pass over its UTF-8 bytes.
///
/// The time is linear in the text: each recognizer is asked at most once a byte, and reads a bounded number of bytes.
/// Overlaps are resolved by the rules of ``CandidateMerge``. Where the text holds characters that attackers use to hide
/// what they write, the same recognizers also read it without the disguise (``SideView``); spans are always those of the
/// original bytes.
public struct SpanScanner: Sendable {
    let recognizers: [any SpanRecognizer]
    /// Kinds that take part in the scan and are not reported.
    let excluded: Set<String>
    /// How many of the recognizers come before those that excluded kinds keep nothing from.
    let shieldedCount: Int
    /// What does not count.
    let sieve: FindingSieve
    /// Kinds that are secrets; what else is found is personal data.
    let secretKinds: Set<String>
    /// The most bytes around a position that any recognizer reads.
    let reach: Int
    /// The most bytes behind a position that any recognizer reads.
    let lookAhead: Int
    /// The recognizers whose matches may begin before the position.
    private let extended: [Int]
    private let dispatch: Dispatch

    /// - Parameters:
    ///   - shielded: Recognizers, in order of precedence.
    ///   - excluded: Kinds that take part, so that they keep their bytes from others, and are not reported.
    ///   - unshielded: Recognizers from whose matches excluded kinds keep nothing; after the others in precedence.
    ///   - sieve: What takes no part, whatever sees it.
    ///   - secretKinds: The kinds that are secrets.
    init(
        _ shielded: [any SpanRecognizer], excluding excluded: Set<String> = [],
        unshielded: [any SpanRecognizer] = [], sieve: FindingSieve = FindingSieve(),
        secretKinds: Set<String> = SecretsInspector.kinds
    ) {
        let recognizers = shielded + unshielded
        self.recognizers = recognizers
        self.excluded = excluded
        shieldedCount = shielded.count
        self.sieve = sieve
        self.secretKinds = secretKinds
        // At least what it takes to decode a character and look at its neighbours.
        reach = recognizers.map(\.reach).reduce(8, max)
        lookAhead = recognizers.map(\.lookAhead).reduce(reach, max)
        extended = recognizers.indices.filter { recognizers[$0].longestHead > 0 }
        dispatch = Dispatch(recognizers)
    }

    /// What the text holds, in order, without overlaps.
    ///
    /// - Parameter text: UTF-8. Other bytes match nothing and do no harm.
    public func findings(in text: [UInt8]) -> [Finding] { findings(in: text.span) }

    /// What the text holds, in order, without overlaps.
    ///
    /// - Parameter text: UTF-8. Other bytes match nothing and do no harm.
    public func findings(in text: Span<UInt8>) -> [Finding] {
        var pass = ScanPass(self)
        return pass.advance(over: text, from: 0, isWhole: true)
    }

    /// A scan of a text that arrives in chunks.
    public func stream() -> SpanScanStream { SpanScanStream(self) }

    /// The bytes that tell which recognizers are asked at a position: it and the two behind.
    private static let leastBehind = 2
    /// How many bytes from a position on are looked at to tell whether what is said of it may yet change.
    private static let longestDecision = 2048

    /// Asks the recognizers at some positions.
    ///
    /// - Parameters:
    ///   - isWhole: Whether the text ends where the bytes do. Where it does not, the scan stops at the first position of
    ///     which more bytes may say something else.
    ///   - atDisguise: Called for positions whose byte may begin a character that disguises another.
    ///   - body: Called for each match, with its recognizer.
    /// - Returns: The first position that was not asked about.
    func scan(
        _ text: Span<UInt8>, at positions: Range<Int>, isWhole: Bool, atDisguise: (Int) -> Void = { _ in },
        _ body: (SpanMatch, Int) -> Void
    ) -> Int {
        let (flags, members, thirds) = (dispatch.flags.span, dispatch.members.span, dispatch.thirds.span)
        let recognizers = recognizers.span
        var before = text.byte(at: positions.lowerBound - 1).map { flags[Int($0)] } ?? Dispatch.beginning
        var position = positions.lowerBound
        while true {
            position = dispatch.nextStop(in: text, from: position, to: positions.upperBound, after: &before)
            guard position < positions.upperBound else { break }
            let asked = dispatch.asked(in: text, at: position, Dispatch.Place(after: before))
            let third = text.byte(at: position + 2) ?? 0
            if !isWhole, text.count - position <= lookAhead,
                text.count - position <= Self.leastBehind
                    || asked.contains(where: { thirds[$0].contains(third) && waits(members[$0], text, position) })
            {
                return position
            }
            for member in asked where thirds[member].contains(third) {
                guard let match = recognizers[members[member]].match(in: text, at: position) else { continue }
                body(match, members[member])
            }
            before = flags[Int(text[position])]
            if before & Dispatch.mayDisguise != 0 {
                if !isWhole, text.count - position <= Disguise.longest { return position }
                atDisguise(position)
            }
            position += 1
        }
        return positions.upperBound
    }

    /// Whether what a recognizer says of a position may yet change with what follows the text.
    private func waits(_ number: Int, _ text: Span<UInt8>, _ position: Int) -> Bool {
        let recognizer = recognizers[number]
        let rest = text.count - position
        if rest > recognizer.lookAhead || rest > recognizer.reach && !recognizer.looksAhead(in: text, at: position) {
            return false
        }
        // Asking about all of what is long again and again would take too long.
        return !recognizer.isDecided(in: text.extracting(0..<position + min(rest, Self.longestDecision)), at: position)
    }

    /// Whether something rare and long begins at the beginning of a text; see ``SpanRecognizer/looksAhead(in:at:)``.
    func looksAhead(in text: Span<UInt8>) -> Bool {
        guard let first = text.byte(at: 0) else { return false }
        return recognizers.contains { $0.triggers.contains(first) && $0.looksAhead(in: text, at: 0) }
    }

    /// Where the first match may begin whose position is an offset or lies behind it.
    func earliestStart(in text: Span<UInt8>, before offset: Int) -> Int {
        extended.reduce(offset) { min($0, recognizers[$1].earliestStart(in: text, before: offset)) }
    }
}
