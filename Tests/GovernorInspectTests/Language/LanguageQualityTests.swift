import GovernorInspect
import Testing

/// Measures the language and refusal inspectors on labelled data; `GOVERNOR_DATA` names its folder.
@Suite(.enabled(if: LabelledRow.data != nil))
struct LanguageQualityTests {
    private static let codes = [
        "French": "fr", "German": "de", "Hindi": "hi", "Portuguese": "pt", "Russian": "ru", "Spanish": "es",
    ]

    @Test func `translated and English texts are told apart`() throws {
        var rows = try LabelledRow.rows("injection/cyberseceval_multilingual_a.jsonl").map {
            (Self.codes[$0["lang"]] ?? "", $0["text"])
        }
        for file in ["clinc150", "mt_bench", "gsm8k_test"] {
            rows += try LabelledRow.rows("benign/\(file).jsonl").map { ("en \(file)", $0["text"]) }
        }
        var counts: [String: (right: Int, unknown: Int, of: Int)] = [:]
        for (expected, text) in rows {
            let language = LanguageInspector().language(of: Array(text.utf8))
            counts[expected, default: (0, 0, 0)].of += 1
            if language.code.map(expected.hasPrefix) ?? false { counts[expected]?.right += 1 }
            if language.code == nil { counts[expected]?.unknown += 1 }
        }
        for (code, count) in counts.sorted(by: { $0.key < $1.key }) {
            print("language \(code): \(count.right) right, \(count.unknown) unknown of \(count.of)")
            // Some rows hold more English than the language of their label.
            #expect(count.of - count.right - count.unknown <= count.of / 5)
        }
    }

    @Test func `answers of other kinds are no refusals`() throws {
        let files = [
            "groundedness/faithdial_audit", "groundedness/halueval_qa", "benign/gsm8k_test", "benign/mt_bench",
        ]
        for file in files {
            let rows = try LabelledRow.rows(file + ".jsonl")
            let refusals = rows.count { RefusalInspector().finding(in: Array($0["text"].utf8)) != nil }
            print("refusal \(file): \(refusals) of \(rows.count)")
            #expect(refusals <= rows.count / 50)
        }
    }
}
