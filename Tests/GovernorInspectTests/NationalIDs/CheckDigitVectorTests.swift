import Foundation
import GovernorCore
import Testing

@testable import GovernorInspect

/// Numbers that a reference implementation made or refused; see `Tests/Fixtures/inspect/README.md`.
struct CheckDigitVectorTests {
    struct Vector: Sendable {
        let kind: String
        let isValid: Bool
        let text: String
    }

    static func vectors() throws -> [Vector] {
        let file = URL(filePath: #filePath).appending(path: "../../../Fixtures/inspect/national_ids.tsv")
        return try String(contentsOf: file.standardizedFileURL, encoding: .utf8).split(separator: "\n").map { line in
            let fields = line.split(separator: "\t").map(String.init)
            return Vector(kind: fields[0], isValid: fields[1] == "valid", text: fields[2])
        }
    }

    @Test func `check digits agree with the reference`() throws {
        let vectors = try Self.vectors()
        #expect(Set(vectors.map(\.kind)).count >= 50)
        for (kind, vectors) in Dictionary(grouping: vectors, by: \.kind) {
            let recognizer = NationalIDRecognizer(IdentifierKind.all.filter { $0.name == kind }, minimumConfidence: 0)
            for vector in vectors {
                let matches = recognizer.matches(in: vector.text)
                let isProven =
                    matches.map(\.span) == [0..<vector.text.utf8.count] && matches[0].evidence == .checksum
                #expect(isProven == vector.isValid, "\(kind) \(vector.text)")
            }
        }
    }
}
