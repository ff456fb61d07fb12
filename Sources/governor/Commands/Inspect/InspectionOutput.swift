import GovernorCore
import GovernorInspect

/// Prints what inspectors found in a text.
struct InspectionOutput {
    private let inspection: TextInspection
    private let bytes: [UInt8]
    private let lines: LinePositions

    init(_ inspection: TextInspection, of text: [UInt8]) {
        self.inspection = inspection
        bytes = text
        let spans =
            inspection.findings.map(\.span) + (inspection.overlap?.passages.map(\.span) ?? [])
            + (inspection.groundedness?.sentences.map(\.span) ?? []) + (inspection.refusal.map { [$0.span] } ?? [])
        lines = LinePositions(of: spans.map(\.lowerBound), in: text)
    }

    /// The text with what was found marked, then a line for each finding.
    func text(_ terminal: Terminal) -> String {
        var text = ""
        var position = 0
        for finding in inspection.findings {
            text += shown(position..<finding.span.lowerBound)
            text += terminal.styled("«", .caution) + terminal.styled(shown(finding.span), .emphasis)
            text += terminal.styled(" \(finding.kind)»", .caution)
            position = finding.span.upperBound
        }
        text += shown(position..<bytes.count)
        if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
        text += "\n"
        for finding in inspection.findings { text += "\(place(finding.span))  \(describe(finding))\n" }
        for passage in inspection.overlap?.passages ?? [] {
            text += "\(place(passage.span))  copied, \(passage.words) words of '\(passage.work.title.singleLine)'\n"
        }
        for sentence in inspection.groundedness?.sentences ?? [] {
            text += "\(place(sentence.span))  \(describe(sentence))\n"
        }
        if inspection.allowedCount > 0 { text += "\(inspection.allowedCount) more allowed by the policy\n" }
        if inspection.isClean { text += terminal.styled("nothing found", .success) + "\n" }
        return text + terminal.styled(features, .subdued) + "\n"
    }

    private var features: String {
        var features = ["language \(inspection.language.code ?? "unknown")"]
        features += TextLabel.allCases.map { label in
            label.rawValue.replacing("_", with: " ") + " " + Self.rounded(inspection.scores[label])
        }
        if let refusal = inspection.refusal { features.append("refusal \(Self.rounded(refusal.confidence))") }
        if let overlap = inspection.overlap { features.append("verbatim ratio \(Self.rounded(overlap.verbatimRatio))") }
        if let support = inspection.groundedness { features.append("unsupported \(Self.rounded(support.score))") }
        return features.joined(separator: ", ")
    }

    private func describe(_ sentence: SentenceSupport) -> String {
        let reasons = sentence.reasons.map { $0.rawValue.replacing("_", with: " ") }
        return (reasons.isEmpty ? "supported" : "not supported: \(reasons.joined(separator: ", "))")
            + "  \(Self.rounded(sentence.score))"
    }

    private func describe(_ finding: Finding) -> String {
        "\(finding.kinds.joined(separator: ", "))  \(Self.rounded(finding.confidence))  \(finding.evidence.rawValue)  \(finding.detector)"
    }

    private func place(_ span: Range<Int>) -> String { "\(lines[span.lowerBound])" }

    /// A part of the text in which nothing can move the terminal's cursor or turn the direction of writing.
    private func shown(_ span: Range<Int>) -> String {
        String(
            String.UnicodeScalarView(
                String(decoding: bytes[span], as: UTF8.self).unicodeScalars.map { scalar in
                    switch scalar.value {
                    case 0x09, 0x0A: scalar
                    case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
                    case 0x7F: "\u{2421}"
                    case 0x80..<0xA0: "\u{FFFD}"
                    default: scalar.isInvisible ? "\u{FFFD}" : scalar
                    }
                }))
    }

    /// The result without a word of the text.
    var json: JSONValue {
        [
            "bytes": .integer(bytes.count),
            "findings": .array(inspection.findings.map(json)),
            "allowed_findings": .integer(inspection.allowedCount),
            "language": [
                "code": inspection.language.code.map { .string($0) } ?? .null,
                "confidence": .confidence(inspection.language.confidence),
            ],
            "refusal": inspection.refusal.map(json) ?? .null,
            "scores": .object(
                JSONObject(TextLabel.allCases.map { ($0.rawValue, .confidence(inspection.scores[$0])) })),
            "verbatim": inspection.overlap.map(json) ?? .null,
            "groundedness": inspection.groundedness.map(json) ?? .null,
        ]
    }

    private func json(_ finding: Finding) -> JSONValue {
        var json = location(finding.span)
        json["kind"] = .string(finding.kind)
        json["confidence"] = .confidence(finding.confidence)
        json["evidence"] = .string(finding.evidence.rawValue)
        json["detector"] = .string(finding.detector)
        if !finding.otherKinds.isEmpty { json["other_kinds"] = .array(finding.otherKinds.map { .string($0) }) }
        return .object(json)
    }

    private func json(_ overlap: OverlapReport) -> JSONValue {
        [
            "ratio": Self.number(overlap.verbatimRatio), "words": .integer(overlap.words),
            "passages": .array(
                overlap.passages.map { passage in
                    var json = location(passage.span)
                    json["work"] = .string(passage.work.title)
                    json["work_sha256"] = .string(passage.work.digest.hex)
                    json["words"] = .integer(passage.words)
                    return .object(json)
                }),
        ]
    }

    private func json(_ support: GroundednessReport) -> JSONValue {
        [
            "score": .confidence(support.score),
            "sentences": .array(
                support.sentences.map { sentence in
                    var json = location(sentence.span)
                    json["score"] = .confidence(sentence.score)
                    json["reasons"] = .array(sentence.reasons.map { .string($0.rawValue) })
                    return .object(json)
                }),
        ]
    }

    private func location(_ span: Range<Int>) -> JSONObject {
        let position = lines[span.lowerBound]
        return [
            "start": .integer(span.lowerBound), "end": .integer(span.upperBound), "line": .integer(position.line),
            "column": .integer(position.column),
        ]
    }

    private static func number(_ value: Double) -> JSONValue { JSONNumber(value).map(JSONValue.number) ?? .null }

    private static func rounded(_ value: Double) -> String { String((value * 100).rounded() / 100) }
}
