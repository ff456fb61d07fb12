import GovernorCore
import GovernorLedger
import Hummingbird

/// Which page of an answer a caller wants.
struct Page {
    /// The most facts of a page: with payloads of up to 1 MiB each, an answer stays below 100 MiB.
    static let limit: ClosedRange<Int64> = 1...100
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
        .query("limit", .integer(limit), "The most items of the page; \(defaultLimit) if left out."),
    ]

    /// The page of a query's answer.
    func answer(
        _ query: FactQuery, from reader: LedgerReader, _ item: (RecordedFact) -> JSONValue
    ) async throws -> Response {
        var query = query
        query.from = from
        query.until = until
        let page = try await reader.facts(matching: query, after: cursor, limit: limit)
        return Response(
            json: [
                "items": .array(page.facts.map(item)),
                "next_cursor": page.next.map { .string($0.description) } ?? .null,
            ])
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
