import Foundation
import GovernorCore
import Testing

@testable import GovernorInspect

/// Every recognizer of the registry has a table of examples with their spans, of look-alikes, and, where there are check
/// digits, of texts in which they are wrong: `Tests/Fixtures/inspect/recognizers.txt`.
struct RecognizerTableTests {
    /// The examples and negatives of one recognizer.
    struct Table: Sendable, CustomTestStringConvertible {
        let name: String
        var examples: [MarkedText] = []
        var lookAlikes: [String] = []
        var wrongChecks: [String] = []

        var testDescription: String { name }
        /// Among all others, and with what is not reported unless asked for where it is about that.
        var scanner: SpanScanner {
            let isPersonal = Recognizers.personalData.contains { $0.name == name }
            return isPersonal ? RecognizerTableTests.personalData : Recognizers.personalDataAndSecrets
        }
        var recognizers: [any SpanRecognizer] { RecognizerTableTests.registry.filter { $0.name == name } }

        static let all: [Table] = {
            let file = URL(filePath: #filePath).appending(path: "../../../Fixtures/inspect/recognizers.txt")
            let text = (try? String(contentsOf: file.standardizedFileURL, encoding: .utf8)) ?? ""
            return text.split(separator: "== ").map(Table.init)
        }()

        private init(_ section: Substring) {
            let lines = section.split(separator: "\n").map(String.init)
            name = lines[0]
            var part = ""
            for line in lines.dropFirst() {
                switch (line.hasPrefix("-- "), part) {
                case (true, _): part = line
                case (false, ""): examples.append(MarkedText(line))
                case (false, "-- look-alikes"): lookAlikes.append(line)
                default: wrongChecks.append(line)
                }
            }
        }
    }

    static let registry = Recognizers.personalData + Recognizers.secrets
    private static let personalData = SpanScanner(Recognizers.personalData)
    /// Whose tokens are drawn for every format in `TokenRecognizerTests`, so that no text here looks like one that was issued.
    private static let drawn: Set = ["secret-token"]
    /// Whose matches have check digits.
    private static let checked: Set = [
        "payment-card", "iban", "base58-wallet", "bech32-wallet", "ethereum", "monero", "national-ids",
    ]

    @Test func `every recognizer has a table, and every table a recognizer`() {
        #expect(Set(Table.all.map(\.name)) == Set(Self.registry.map(\.name)))
        for table in Table.all {
            #expect(table.examples.count >= 3 || Self.drawn.contains(table.name), "\(table.name): too few examples")
            #expect(table.lookAlikes.count >= 3 || !table.wrongChecks.isEmpty, "\(table.name): too few look-alikes")
            #expect(table.wrongChecks.isEmpty != Self.checked.contains(table.name), "\(table.name): check digits")
        }
    }

    @Test(arguments: Table.all)
    func `examples are found with their bytes, by their recognizer, among all others`(table: Table) {
        for marked in table.examples {
            let findings = table.scanner.findings(in: Array(marked.text.utf8))
            let spans = findings.map { "\($0.kind) \($0.span.lowerBound)..<\($0.span.upperBound)" }
            #expect(marked.spans.allSatisfy(spans.contains), "\(marked.text): \(spans)")
            let ours = findings.filter { $0.detector.hasPrefix(table.name + "/") }
            #expect(ours.count == marked.spans.count, "\(marked.text): \(findings.map(\.detector))")
        }
    }

    @Test(arguments: Table.all)
    func `look-alikes and wrong check digits are left alone by the recognizer alone`(table: Table) {
        let scanner = SpanScanner(table.recognizers)
        for text in table.lookAlikes + table.wrongChecks {
            #expect(scanner.findings(in: Array(text.utf8)).isEmpty, "\(text)")
        }
    }
}

extension SpanRecognizer {
    /// The detector without its version.
    fileprivate var name: String { String(detector.prefix { $0 != "/" }) }
}
