public import GovernorCore

/// A fact as it is recorded.
public struct RecordedFact: Sendable {
    /// What became of a payload.
    public enum Payload: Sendable, Equatable {
        case present(JSONValue)
        /// It has been erased.
        case erased
        /// It is stored and cannot be read, or is not the one committed to.
        case damaged
    }

    /// The log index.
    public let index: UInt64
    /// The leaf.
    public let leaf: Leaf
    /// The payload.
    public let payload: Payload

    /// The fact's id.
    public var id: UUIDv7 { leaf.content.id }
}

/// Some of the facts that match a query.
public struct FactPage: Sendable {
    /// The facts, in the query's order.
    public let facts: [RecordedFact]
    /// Where the next page begins; nil when there is none.
    public let next: FactCursor?
}

/// A place in the answer to a query; opaque to clients.
public struct FactCursor: Sendable, Hashable, CustomStringConvertible {
    let index: UInt64

    /// The place behind an entry, in the query's order.
    public init(after index: UInt64) { self.index = index }

    /// Reads the text form; nil for anything else.
    public init?(_ text: String) {
        guard let bytes = Base64.decode(text, .urlSafe), bytes.count == 8 else { return nil }
        index = bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The text form, safe in URLs.
    public var description: String {
        Base64.encode((0..<8).map { UInt8(truncatingIfNeeded: index >> (56 - 8 * UInt64($0))) }, .urlSafe)
    }
}

extension LedgerReader {
    /// The most facts of one page.
    public static let pageLimit = 1000

    /// The facts that match a query, page by page.
    ///
    /// - Parameters:
    ///   - cursor: Where the page begins; the start when nil.
    ///   - limit: The most facts, 1 to ``pageLimit``; other numbers are brought into that range.
    public func facts(matching query: FactQuery, after cursor: FactCursor? = nil, limit: Int) async throws -> FactPage {
        let limit = min(max(limit, 1), Self.pageLimit)
        let found = try await storage.search(query, after: cursor?.index, size: size, limit: limit + 1)
        let page = Array(found.prefix(limit))
        return FactPage(
            facts: try await recorded(page),
            next: found.count > limit ? page.last.map { FactCursor(after: $0.index) } : nil)
    }

    /// One fact; nil when there is none of that id under the published checkpoint.
    public func fact(_ id: UUIDv7) async throws -> RecordedFact? {
        guard let index = try await index(of: id) else { return nil }
        return try await recorded([StoredLeaf(index: index, bytes: try await leafBytes(at: index))]).first
    }

    private func recorded(_ stored: [StoredLeaf]) async throws -> [RecordedFact] {
        let leaves = try stored.map { try Leaf(parsing: $0.bytes) }
        let payloads = try await storage.payloads(at: stored.map(\.index))
        let openings = try await vault.open(zip(stored, leaves).map { ($1.content.id, payloads[$0.index]) })
        return zip(stored, zip(leaves, openings)).map { entry, rest in
            RecordedFact(index: entry.index, leaf: rest.0, payload: Self.payload(rest.1, of: rest.0))
        }
    }

    private static func payload(_ opening: PayloadOpening, of leaf: Leaf) -> RecordedFact.Payload {
        switch opening {
        case .missing, .keyDestroyed: return .erased
        case .damaged: return .damaged
        case .opened(let opened):
            guard leaf.content.payload.isOpened(by: opened.canonical, salt: opened.salt),
                let value = try? JSONValue(parsing: opened.canonical)
            else { return .damaged }
            return .present(value)
        }
    }
}
