// A leaf in its canonical form (RFC 8785), members sorted:
//
//     {"actor":…,"fields":{…},"id":…,"links":[…],"payload":…,"policy":…,   head, made by the caller's task
//     "prev":12,"seq":3                                                    place, made by the sequencer
//     ,"stream":…,"subjects":[…],"time":…,"type":…,"v":1}                  tail, made by the caller's task
//
// The one writer thus copies bytes and writes two numbers; everything that costs is done before, in parallel.

import GovernorCore

/// A leaf in canonical form with a gap where its place in the stream goes.
struct LeafTemplate: Sendable {
    private let head: [UInt8]
    private let tail: [UInt8]

    /// Prepares a leaf.
    ///
    /// - Throws: ``LeafError/tooLong(byteCount:)`` when no place would fit any more.
    init(_ content: LeafContent) throws(LeafError) {
        head = Self.head(content)
        tail = Self.tail(content)
        let longest = head.count + Self.longestPlaceByteCount + tail.count
        guard longest <= EntryBundle.maximumEntryByteCount else { throw .tooLong(byteCount: longest) }
    }

    /// The number of bytes without the place.
    var byteCount: Int { head.count + tail.count }

    /// The leaf at a place in its stream.
    ///
    /// - Parameters:
    ///   - sequence: The number within the stream, from 1.
    ///   - previous: The log index of the stream's previous leaf; nil for its first.
    func bytes(sequence: UInt64, previous: UInt64?) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(head.count + Self.longestPlaceByteCount + tail.count)
        bytes += head
        bytes.append(contentsOf: "\"prev\":".utf8)
        bytes.append(contentsOf: (previous.map(String.init) ?? "null").utf8)
        bytes.append(contentsOf: ",\"seq\":".utf8)
        bytes.append(contentsOf: String(sequence).utf8)
        bytes += tail
        return bytes
    }

    private static let longestPlaceByteCount = #""prev":,"seq":"#.utf8.count + 2 * 20

    private static func head(_ content: LeafContent) -> [UInt8] {
        var text = CanonicalText()
        text.raw(#"{"actor":""#)
        text.raw(Base64.encode(content.actor.bytes))
        text.raw(#"","fields":{"#)
        text.list(content.fields) { text, field in
            text.quoted(field.pointer.description)
            text.raw(":\"")
            text.raw(field.commitment.description)
            text.raw("\"")
        }
        text.raw(#"},"id":""#)
        text.raw(content.id.description)
        text.raw(#"","links":["#)
        text.list(content.links) { text, link in
            text.raw(#"{"id":""#)
            text.raw(link.id.description)
            text.raw(#"","rel":""#)
            text.raw(link.relation)
            text.raw("\"}")
        }
        text.raw(#"],"payload":""#)
        text.raw(content.payload.description)
        text.raw(#"","policy":"#)
        if let policy = content.policy {
            text.raw(#"{"id":"#)
            text.quoted(policy.id)
            text.raw(#","sha256":""#)
            text.raw(policy.digest.hex)
            text.raw(#"","version":"#)
            text.quoted(policy.version)
            text.raw("},")
        } else {
            text.raw("null,")
        }
        return text.bytes
    }

    private static func tail(_ content: LeafContent) -> [UInt8] {
        var text = CanonicalText()
        text.raw(#","stream":""#)
        text.raw(content.stream.text)
        text.raw(#"","subjects":["#)
        text.list(content.subjects) { text, subject in
            text.raw(#"{"digest":""#)
            text.raw(subject.digest.description)
            text.raw(#"","name":"#)
            text.quoted(subject.name)
            text.raw("}")
        }
        text.raw(#"],"time":""#)
        text.raw(content.time.description)
        text.raw(#"","type":""#)
        text.raw(content.type.text)
        text.raw(#"","v":1}"#)
        return text.bytes
    }
}

/// Writes the pieces of a canonical document.
private struct CanonicalText {
    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(512) }

    /// Text that needs no escapes, or is JSON already.
    mutating func raw(_ text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    /// A string that may need escapes.
    mutating func quoted(_ text: String) { bytes += JSONValue.string(text).compactBytes }

    mutating func list<Item>(_ items: [Item], _ write: (inout CanonicalText, Item) -> Void) {
        for (offset, item) in items.enumerated() {
            if offset > 0 { raw(",") }
            write(&self, item)
        }
    }
}
