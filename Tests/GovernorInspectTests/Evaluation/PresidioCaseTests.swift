import Foundation
import GovernorCore
import GovernorInspect
import Testing

/// The cases of Presidio's own recognizers, for the entities that we find too.
struct PresidioCaseTests {
    /// The part of the cases of each entity that comes out exactly as Presidio has it, at least.
    private static let floors: [String: Double] = [
        "CREDIT_CARD": 1, "CRYPTO": 1, "DATE_TIME": 0.8, "EMAIL_ADDRESS": 1, "IBAN_CODE": 0.97, "IP_ADDRESS": 0.97,
        "MAC_ADDRESS": 1, "PHONE_NUMBER": 1, "URL": 1,
    ]

    private static func cases() throws -> [LabelledText] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data = try Data(contentsOf: folder.appending(path: "Fixtures/pii/presidio_cases.jsonl"))
        return try data.split(separator: UInt8(ascii: "\n")).map { try LabelledText(line: Array($0)) }
    }

    @Test func `each entity comes out as in Presidio's own cases`() throws {
        var right: [String: Int] = [:]
        var all: [String: Int] = [:]
        var wrong: [String] = []
        for labelled in try Self.cases() {
            let entity = try #require(labelled.entity)
            let (found, _) = try #require(labelled.personalData())
            all[entity, default: 0] += 1
            if found.map(\.span) == labelled.spans.map(\.span) {
                right[entity, default: 0] += 1
            } else {
                wrong.append("\(labelled.id) \(entity)")
            }
        }
        #expect(Set(all.keys) == Set(Self.floors.keys))
        for (entity, floor) in Self.floors {
            let part = Double(right[entity] ?? 0) / Double(all[entity] ?? 1)
            #expect(part >= floor, "\(entity) \(right[entity] ?? 0) of \(all[entity] ?? 0); \(wrong)")
        }
    }
}
