import Foundation
import GovernorCore
import Testing

@testable import GovernorLedger

/// A recorded leaf and what it was made from.
struct GoldenLeaf: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let input: JSONValue
    let pseudonyms: PseudonymKey

    static let all: [GoldenLeaf] = (try? read()) ?? []

    private static func read() throws -> [GoldenLeaf] {
        let folder = URL(filePath: #filePath).appending(path: "../../../Fixtures/ledger/leaves").standardizedFileURL
        func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: folder.appending(path: name))) }
        let vectors = try JSONValue(parsing: try bytes("vectors.json"))
        let key = vectors["pseudonym_key"]?.string.flatMap { Hex.decode(Array($0.utf8)) }.flatMap { PseudonymKey($0) }
        return try (vectors["leaves"]?.array ?? []).compactMap { input in
            guard let key, let file = input["file"]?.string else { return nil }
            return GoldenLeaf(testDescription: file, bytes: try bytes(file), input: input, pseudonyms: key)
        }
    }

    private func salt(_ value: JSONValue?) throws -> Salt {
        try #require(value?.string.flatMap { Hex.decode(Array($0.utf8)) }.flatMap { Salt($0) })
    }

    /// The leaf built from its input.
    func leaf() throws -> Leaf {
        let recorded = try Leaf(parsing: bytes).content
        let payload = try #require(input["payload"])
        let fields = try (input["fields"]?.array ?? []).map { field in
            let pointer = try #require(field["pointer"]?.string.flatMap { JSONPointer($0) })
            let value = try #require(pointer.value(in: payload)).canonicalBytes()
            return LeafContent.Field(
                pointer: pointer, commitment: Commitment(to: value, salt: try salt(field["salt"])))
        }
        let content = try LeafContent(
            id: recorded.id, type: recorded.type, time: recorded.time, stream: recorded.stream,
            actor: pseudonyms.pseudonym(of: try #require(input["actor"]?.string), as: .actor),
            subjects: recorded.subjects, policy: recorded.policy,
            payload: Commitment(to: try payload.canonicalBytes(), salt: try salt(input["salt"])), fields: fields,
            links: recorded.links)
        let sequence = try #require(input["seq"]?.number?.integer.flatMap { UInt64(exactly: $0) })
        return Leaf(
            content, sequence: sequence, previous: input["prev"]?.number?.integer.flatMap { UInt64(exactly: $0) })
    }
}

@Suite struct LeafTests {
    @Test func `the golden leaves are there`() { #expect(GoldenLeaf.all.count == 3) }

    @Test(arguments: GoldenLeaf.all)
    func `a leaf is written byte for byte as recorded`(golden: GoldenLeaf) throws {
        #expect(
            String(decoding: try golden.leaf().encoded(), as: UTF8.self)
                == String(decoding: golden.bytes, as: UTF8.self))
        #expect(try golden.leaf().encoded() == golden.bytes)
    }

    @Test(arguments: GoldenLeaf.all)
    func `a leaf is read as it was written`(golden: GoldenLeaf) throws {
        #expect(try Leaf(parsing: golden.bytes) == golden.leaf())
        #expect(try JSONValue(parsing: golden.bytes).canonicalBytes() == golden.bytes)
    }

    @Test(arguments: [
        ("{", LeafError.notJSON(.unexpected(found: "", expected: "", at: SourcePosition(line: 1, column: 1)))),
        ("{}", .unexpectedMember("v")), (#"{"v":2}"#, .unknownVersion(2)), (#"{"v":1}"#, .unexpectedMember("id")),
    ])
    func `what is no leaf is refused`(text: String, expected: LeafError) {
        let error = #expect(throws: LeafError.self) { try Leaf(parsing: Array(text.utf8)) }
        #expect(error?.code == expected.code)
    }

    @Test func `another spelling of a leaf is refused`() throws {
        let golden = try #require(GoldenLeaf.all.first)
        let text = String(decoding: golden.bytes, as: UTF8.self)
        let spellings = [
            text + "\n", text.replacing(",", with: ", "), text.replacing(#""v":1}"#, with: #""v":1,"x":1}"#),
            text.replacing(#""v":1}"#, with: #""v":1.0}"#), text.replacing("decision", with: "\\u0064ecision"),
        ]
        for spelling in spellings {
            #expect(throws: LeafError.self) { try Leaf(parsing: Array(spelling.utf8)) }
        }
    }

    @Test(arguments: ["", String(repeating: "x", count: 257), "two\nlines", "bell\u{7}"])
    func `a leaf holds names, not text`(name: String) async throws {
        let subject = Fact.Subject(name: name, digest: .sha256([]))
        #expect(throws: LeafError.unsuitableName(member: "subjects")) {
            try LeafContent(
                id: try #require(UUIDv7("01998d2a-7c00-7abc-8def-0123456789ab")), type: "t",
                time: Timestamp(millisecondsSince1970: 0), stream: "s", actor: .sha256([]), subjects: [subject],
                policy: nil, payload: Commitment(.sha256([])), fields: [], links: [])
        }
    }

    @Test func `fields in another order are another spelling`() throws {
        func leaf(_ names: [String]) throws -> [UInt8] {
            let fields = names.map {
                LeafContent.Field(pointer: JSONPointer(tokens: [$0]), commitment: Commitment(.sha256(Array($0.utf8))))
            }
            return try Leaf(try content(fields: fields), sequence: 1, previous: nil).encoded()
        }
        // Names are sorted by UTF-16 code units: the emoji's surrogates come before U+FB33.
        let sorted = ["a", "b", "\u{1F600}", "\u{FB33}"]
        #expect(try Leaf(parsing: leaf(sorted)).content.fields.count == 4)
        for names in [["b", "a"], ["a", "\u{FB33}", "\u{1F600}"]] {
            #expect(throws: LeafError.notCanonical) { try Leaf(parsing: leaf(names)) }
        }
    }

    @Test(arguments: [String(repeating: "x", count: 256), "two\nlines", "bell\u{7}", "delete\u{7F}"])
    func `the place of a field is a name too`(token: String) throws {
        let field = LeafContent.Field(pointer: JSONPointer(tokens: [token]), commitment: Commitment(.sha256([])))
        #expect(throws: LeafError.unsuitableName(member: "fields")) { try content(fields: [field]) }
    }

    private func content(fields: [LeafContent.Field]) throws -> LeafContent {
        try LeafContent(
            id: try #require(UUIDv7("01998d2a-7c00-7abc-8def-0123456789ab")), type: "t",
            time: Timestamp(millisecondsSince1970: 0), stream: "s", actor: .sha256([]), subjects: [], policy: nil,
            payload: Commitment(.sha256([])), fields: fields, links: [])
    }

    @Test func `a leaf that no entry can hold is refused`() throws {
        let id = try #require(UUIDv7("01998d2a-7c00-7abc-8def-0123456789ab"))
        let content = try LeafContent(
            id: id, type: "t", time: Timestamp(millisecondsSince1970: 0), stream: "s", actor: .sha256([]), subjects: [],
            policy: nil, payload: Commitment(.sha256([])), fields: [],
            links: Array(repeating: Fact.Link(relation: "gate", id: id), count: 1200))
        let error = #expect(throws: LeafError.self) { try Leaf(content, sequence: 1, previous: nil).encoded() }
        #expect(error?.code == "ledger.entry-too-long")
    }
}
