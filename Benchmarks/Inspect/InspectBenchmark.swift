import Foundation
import GovernorCore
import GovernorInspect

/// How fast texts are inspected, and how well: `inspect-benchmark speed` and `inspect-benchmark quality DATA.jsonl…`.
@main
enum InspectBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        switch arguments.first {
        case "speed": Speed.print(only: arguments.dropFirst().first)
        case "quality": try arguments.dropFirst().forEach(Quality.print)
        case "errors": try arguments.dropFirst().forEach(Quality.printErrors)
        default:
            print(
                """
                usage: inspect-benchmark speed [prose|dense|cyrillic|code]
                       inspect-benchmark quality|errors DATA.jsonl…
                """)
            exit(64)
        }
    }
}

/// Megabytes (10⁶) per second of processor time, which other programs do not lengthen; the best of several runs.
enum Speed {
    private static let prose = """
        The committee met again in the small room behind the library, where the windows look out over the river and the old \
        bridge. Nobody had expected the discussion to last as long as it did: by the time the minutes were read, the light \
        had changed twice, and the chair (who had promised to be brief) was still explaining why the second proposal was not \
        the same as the first. "We should ask," she said, "what it would cost us to wait." It was a fair question; but it \
        had no good answer, and so the meeting went on until about 7 in the evening.

        """
    private static let dense = """
        Contact: ada.lovelace@example.org, +44 20 7946 0958 or (212) 555-0123; card 4111 1111 1111 1111, IBAN \
        GB82 WEST 1234 5698 7654 32, born 12/10/1985, from 203.0.113.7 and 2001:db8::8a2e:370:7334, see \
        https://www.example.org/people/ada?id=4711 for more.

        """
    private static let cyrillic = """
        Комитет снова собрался в маленькой комнате за библиотекой, откуда видны река и старый мост. Никто не ожидал, что \
        обсуждение продлится так долго.

        """
    private static let code = """
        def load(path: str, timeout=30, retries: int = 3) -> dict[str, object]:
            with open(path, encoding="utf-8") as file:
                settings = json.load(file)
            # Relative addresses are joined to the base, unless they are the default.
            for key, value in settings.items():
                if key.startswith("http") and value != 'default':
                    settings[key] = urljoin(BASE_URL, value, allow_fragments=False)
            return {"token_count": len(settings), "items": settings}


        """

    private static let inspectors: [(String, @Sendable ([UInt8]) -> [Finding])] = [
        ("personal data", PIIInspector().findings), ("secrets", SecretsInspector().findings),
        ("names", NameTagger.standard.findings), ("both", SensitiveDataInspector().findings),
    ]

    static func print(only wanted: String?) {
        let texts = [("prose", prose), ("dense", dense), ("cyrillic", cyrillic), ("code", code)]
        for (name, text) in texts where wanted == nil || wanted == name {
            let bytes = Array(String(repeating: text, count: 2_000_000 / text.utf8.count).utf8)
            var best = [Double](repeating: .infinity, count: inspectors.count)
            // In turns, so that a busy machine slows all alike.
            for _ in 0..<15 {
                for (number, (_, findings)) in inspectors.enumerated() {
                    let start = processorSeconds
                    _ = findings(bytes)
                    best[number] = min(best[number], processorSeconds - start)
                }
            }
            for ((inspector, findings), seconds) in zip(inspectors, best) {
                let rate = Double(bytes.count) / 1e6 / seconds
                let found = findings(bytes).count
                Swift.print("\(inspector), \(name): \(Int(rate)) MB/s, \(found) findings in \(bytes.count) bytes")
            }
        }
    }
}

extension Speed {
    private static var processorSeconds: Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
}

enum Quality {
    static func print(_ path: String) throws {
        for agreement in SpanEvaluation.Agreement.allCases {
            var evaluation = SpanEvaluation(agreement)
            for labelled in try texts(path) {
                let (found, expected) = labelled.presidioSpans()
                evaluation.add(found: found, expected: expected)
            }
            Swift.print("\(path), \(agreement.rawValue)")
            let rows = evaluation.counts.sorted { $0.key < $1.key } + [("all", evaluation.total)]
            for (entity, counts) in rows { Swift.print(row(entity, counts)) }
        }
    }

    /// Where we and the labels differ, with the texts: for synthetic data only.
    static func printErrors(_ path: String) throws {
        for labelled in try texts(path) {
            let (found, expected) = labelled.presidioSpans()
            for span in found where !expected.contains(span) { Swift.print("+ \(excerpt(labelled, span))") }
            for span in expected where !found.contains(span) { Swift.print("- \(excerpt(labelled, span))") }
        }
    }

    private static func texts(_ path: String) throws -> [LabelledText] {
        try Data(contentsOf: URL(filePath: path)).split(separator: UInt8(ascii: "\n"))
            .map { try LabelledText(line: Array($0)) }
    }

    private static func row(_ entity: String, _ counts: DetectionCounts) -> String {
        let numbers = [counts.precision, counts.recall, counts.fScore(beta: 1), counts.fScore(beta: 2)]
            .map { $0.map { String(format: "%.3f", $0) } ?? "    –" }
        let recall = counts.recallInterval.map { String(format: "%.3f–%.3f", $0.lowerBound, $0.upperBound) } ?? "–"
        let name = entity.padding(toLength: 16, withPad: " ", startingAt: 0)
        return "  \(name) P \(numbers[0])  R \(numbers[1]) (\(recall))  F1 \(numbers[2])  F2 \(numbers[3])"
            + "  \(counts.truePositives)/\(counts.falsePositives)/\(counts.falseNegatives)"
    }

    private static func excerpt(_ labelled: LabelledText, _ span: SpanEvaluation.Labelled) -> String {
        func text(_ range: Range<Int>) -> String {
            String(decoding: labelled.text[range.clamped(to: labelled.text.indices)], as: UTF8.self)
                .replacing("\n", with: "|")
        }
        let before = text(span.span.lowerBound - 30..<span.span.lowerBound)
        let after = text(span.span.upperBound..<span.span.upperBound + 16)
        return "\(span.entity) \(before)«\(text(span.span))»\(after)"
    }
}
