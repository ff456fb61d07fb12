import GovernorCore
import GovernorLedger
import HTTPTypes
import Hummingbird
import NIOCore

/// The public side of the log: checkpoint, tiles and receipts in their C2SP forms.
///
/// Leaves hold no free text, so a service may show them to everybody; unless it is told to, it asks for a key.
struct LogRoutes {
    let ledger: Ledger
    /// Whether the log needs no key.
    let isPublic: Bool

    var routes: [Route] { [receipt, checkpoint, entries, tile] }

    private var access: Route.Access {
        isPublic ? .open : .anyOf([.evidenceRead, .evidenceWrite, .decisionRequest])
    }

    private static let plainText = "text/plain; charset=utf-8"

    private var receipt: Route {
        Route(
            id: "getReceipt", method: .get, path: "/api/v1/receipts/{id}",
            aliases: ["/receipts/{id}", "/v1/receipts/{id}"],
            summary: "The proof that a fact is in the log, as c2sp.org/tlog-proof@v1.", access: access,
            parameters: [.path("id", .identifier, "The fact's id.")],
            answers: [
                Answer(status: .ok, summary: "The receipt.", content: .text(mediaType: Self.plainText)),
                .problem(.accepted, "The fact is not under a checkpoint yet: try again."),
                .problem(.notFound, "No such fact."),
            ],
            respond: { [ledger, isPublic] request in
                switch try await ledger.receipt(for: try request.identifier()) {
                case .unknown: throw Problem.unknownFact
                case .pending: throw Problem.receiptPending
                case .ready(let receipt):
                    return Self.file(
                        receipt.encoded, type: Self.plainText, cache: Self.cache(isPublic, seconds: 60))
                }
            })
    }

    private var checkpoint: Route {
        Route(
            id: "getCheckpoint", method: .get, path: "/checkpoint", summary: "The log's latest signed checkpoint.",
            access: access,
            answers: [Answer(status: .ok, summary: "A signed note.", content: .text(mediaType: Self.plainText))],
            respond: { [ledger, isPublic] _ in
                Self.file(
                    Array(ledger.checkpoint.utf8), type: Self.plainText, cache: Self.cache(isPublic, seconds: 1))
            })
    }

    private var entries: Route {
        Route(
            id: "getEntryBundle", method: .get, path: "/tile/entries/**", summary: "Up to 256 entries of the log.",
            details: "Numbers from 1000 on, and partial bundles, have more segments: `x001/234.p/17`.", access: access,
            parameters: [.path("number", .tileNumber, "The number of the bundle.")],
            answers: [
                Answer(status: .ok, summary: "The entries, each led by its length.", content: .bytes),
                .problem(.notFound, "The log has no such bundle."),
            ],
            respond: { [ledger, isPublic] request in
                try Self.tile(try await ledger.reader.entryBundle(String(request.path.dropFirst())), isPublic)
            })
    }

    private var tile: Route {
        Route(
            id: "getTile", method: .get, path: "/tile/{level}/**", summary: "Up to 256 hashes of the log's tree.",
            details: "Numbers from 1000 on, and partial tiles, have more segments: `x001/234.p/17`.", access: access,
            parameters: [
                .path("level", .tileLevel, "The level of the tile."), .path("number", .tileNumber, "Its number."),
            ],
            answers: [
                Answer(status: .ok, summary: "The hashes.", content: .bytes),
                .problem(.notFound, "The log has no such tile."),
            ],
            respond: { [ledger, isPublic] request in
                try Self.tile(try await ledger.reader.tile(String(request.path.dropFirst())), isPublic)
            })
    }

    private static func tile(_ bytes: [UInt8]?, _ isPublic: Bool) throws(Problem) -> Response {
        guard let bytes else { throw .unknownTile }
        // A tile never changes once it exists, the partial ones neither: their width is part of the path.
        let cache = Self.cache(isPublic, seconds: 31_536_000) + ", immutable"
        return file(bytes, type: "application/octet-stream", cache: cache)
    }

    private static func cache(_ isPublic: Bool, seconds: Int) -> String {
        "\(isPublic ? "public" : "private"), max-age=\(seconds)"
    }

    private static func file(_ bytes: [UInt8], type: String, cache: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: cache],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

extension Problem {
    fileprivate static let receiptPending = Problem(
        .accepted, "evidence.receipt-pending", "the fact is not under a checkpoint yet", hint: "try again in a second",
        headers: [.retryAfter: "1"])

    fileprivate static let unknownTile = Problem(
        .notFound, "log.unknown-tile", "the log has no such tile", hint: "its size is in /checkpoint")
}
