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
        var text = JSONWriter(roomFor: 1000)
        text.append(literal: #"{"actor":""#)
        text.append(Base64.encode(content.actor.bytes))
        text.append(literal: #"","fields":{"#)
        text.list(content.fields) { text, field in
            text.append(quoted: field.pointer.description)
            text.append(literal: ":\"")
            text.append(field.commitment.description)
            text.append(literal: "\"")
        }
        text.append(literal: #"},"id":""#)
        text.append(content.id.description)
        text.append(literal: #"","links":["#)
        text.list(content.links) { text, link in
            text.append(literal: #"{"id":""#)
            text.append(link.id.description)
            text.append(literal: #"","rel":""#)
            text.append(link.relation)
            text.append(literal: "\"}")
        }
        text.append(literal: #"],"payload":""#)
        text.append(content.payload.description)
        text.append(literal: #"","policy":"#)
        if let policy = content.policy {
            text.append(literal: #"{"id":"#)
            text.append(quoted: policy.id)
            text.append(literal: #","sha256":""#)
            text.append(policy.digest.hex)
            text.append(literal: #"","version":"#)
            text.append(quoted: policy.version)
            text.append(literal: "},")
        } else {
            text.append(literal: "null,")
        }
        return text.bytes
    }

    private static func tail(_ content: LeafContent) -> [UInt8] {
        var text = JSONWriter(roomFor: 1000)
        text.append(literal: #","stream":""#)
        text.append(content.stream.text)
        text.append(literal: #"","subjects":["#)
        text.list(content.subjects) { text, subject in
            text.append(literal: #"{"digest":""#)
            text.append(subject.digest.description)
            text.append(literal: #"","name":"#)
            text.append(quoted: subject.name)
            text.append(literal: "}")
        }
        text.append(literal: #"],"time":""#)
        text.append(content.time.description)
        text.append(literal: #"","type":""#)
        text.append(content.type.text)
        text.append(literal: #"","v":1}"#)
        return text.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func list<Item>(_ items: [Item], _ write: (inout JSONWriter, Item) -> Void) {
        for (offset, item) in items.enumerated() {
            if offset > 0 { append(literal: ",") }
            write(&self, item)
        }
    }
}
