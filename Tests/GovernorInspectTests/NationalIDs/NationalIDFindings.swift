@testable import GovernorInspect

extension NationalIDRecognizer {
    /// What it sees in a text, asked at every digit; of overlapping matches the surer stays, then the longer.
    ///
    /// Making a scanner for each of a hundred kinds would take most of the time of a test.
    func matches(in text: String) -> [SpanMatch] {
        let bytes = Array(text.utf8)
        var kept: [SpanMatch] = []
        let matches = bytes.indices.filter { triggers.contains(bytes[$0]) }
            .compactMap { match(in: bytes.span, at: $0) }
        for match in matches.sorted(by: { ($0.confidence, $0.span.count) > ($1.confidence, $1.span.count) })
        where !kept.contains(where: { $0.span.overlaps(match.span) }) { kept.append(match) }
        return kept.sorted { $0.span.lowerBound < $1.span.lowerBound }
    }
}
