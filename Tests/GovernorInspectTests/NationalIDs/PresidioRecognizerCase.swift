import Foundation
import Testing

/// A case of the recognizer tests of Presidio: what one of its recognizers, run alone, must find in a text.
struct PresidioRecognizerCase: Decodable, Sendable, CustomTestStringConvertible {
    struct Mark: Decodable, Sendable {
        /// In Unicode code points.
        let start: Int
        let end: Int
    }

    let id: String
    let text: String
    let entity: String
    let expectedCount: Int
    let spans: [Mark]

    var testDescription: String { "\(id) \(entity)" }

    /// The expected spans as byte offsets; nil where the source states only their number.
    var byteSpans: [Range<Int>]? {
        guard spans.count == expectedCount else { return nil }
        var offsets = [0]
        for scalar in text.unicodeScalars { offsets.append(offsets[offsets.count - 1] + scalar.utf8.count) }
        return spans.map { offsets[$0.start]..<offsets[$0.end] }
    }

    static func all() throws -> [PresidioRecognizerCase] {
        let file = URL(filePath: #filePath).appending(path: "../../../Fixtures/inspect/presidio_recognizer_tests.jsonl")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try Data(contentsOf: file.standardizedFileURL).split(separator: UInt8(ascii: "\n")).map {
            try decoder.decode(PresidioRecognizerCase.self, from: $0)
        }
    }
}
