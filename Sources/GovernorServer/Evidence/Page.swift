import GovernorCore
import GovernorLedger
import Hummingbird

/// Which page of an answer a caller wants.
struct Page {
    /// The most facts of a page.
    static let limit: ClosedRange<Int64> = 1...100
    /// The size in bytes at which a page ends, whatever was asked for: a payload may have 1 MiB.
    static let byteLimit = 4 << 20
    /// How many facts are read at a time, and so may be held in memory beside the page.
    private static let step = 8
    /// The facts of a page when nothing else is asked for.
    static let defaultLimit = 50

    private let from: Timestamp?
    private let until: Timestamp?
    private let cursor: FactCursor?
    private let limit: Int

    /// Reads the page out of a request's parameters.
    init(_ request: CheckedRequest) throws(Problem) {
        from = request.text("from").flatMap { Timestamp($0) }
        until = request.text("to").flatMap { Timestamp($0) }
        cursor = request.text("cursor").flatMap { FactCursor($0) }
        limit = request.parameters["limit"]?.number?.integer.map(Int.init) ?? Self.defaultLimit
    }

    /// The parameters of every route that answers in pages.
    static let parameters: [Parameter] = [
        .query("from", .string(.dateTime), "The earliest time."),
        .query("to", .string(.dateTime), "The time before which."),
        .query("cursor", .string(.cursor), "The `next_cursor` of the page before."),
        .query(
            "limit", .integer(limit),
            "The most items of the page; \(defaultLimit) if left out. A page of large items has fewer."),
    ]

    /// The page of a query's answer.
    func answer(
        _ query: FactQuery, from reader: LedgerReader, _ item: (RecordedFact) -> JSONValue
    ) async throws -> Response {
        var query = query
        query.from = from
        query.until = until
        var (items, bytes, next) = ([JSONValue](), 0, cursor)
        reading: repeat {
            let part = try await reader.facts(
                matching: query, after: next, limit: min(Self.step, limit - items.count))
            next = part.next
            for (offset, fact) in part.facts.enumerated() {
                items.append(item(fact))
                bytes += items[items.count - 1].compactBytes.count
                guard bytes < Self.byteLimit else {
                    if offset < part.facts.count - 1 { next = FactCursor(after: fact.index) }
                    break reading
                }
            }
        } while next != nil && items.count < limit
        return Response(
            json: ["items": .array(items), "next_cursor": next.map { .string($0.description) } ?? .null])
    }
}

extension Schema {
    /// A page of items.
    static func page(of item: Schema) -> Schema {
        .object(
            .required("items", .array(of: item, count: 0...Int(Page.limit.upperBound)), "The items, oldest first."),
            .required(
                "next_cursor", .optional(.string(.cursor)), "Where the next page begins; null on the last page."))
    }
}
