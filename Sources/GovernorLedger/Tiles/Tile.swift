// C2SP tlog-tiles: the tree as static files.
//
//     tile/<L>/<N>         256 hashes, 8,192 bytes: the nodes N·256 … N·256+255 of tree level 8·L
//     tile/<L>/<N>.p/<W>   its first W hashes, while the tree has no more (1 ≤ W ≤ 255)
//     tile/entries/<N>     the entries of tile/0/<N>
//
// N is written in groups of three digits, all but the last led by an x: 1234067 is x001/x234/067. A partial tile is a
// prefix of every later state of the same tile, so a store needs one blob for each (level, index).

public import GovernorCore

/// The place of a tile: up to 256 hashes of one level.
public struct Tile: Sendable, Hashable {
    /// The number of hashes of a full tile.
    public static let fullWidth = 256
    /// The number of tree levels a tile spans.
    static let height = 8

    /// The tile level, from 0 at the leaves; one is worth eight levels of the tree.
    public let level: Int
    /// The number of the tile in its level, from 0.
    public let index: UInt64
    /// The number of hashes, 1 to 256.
    public let width: Int

    /// Creates the place of a tile; `0 ≤ level ≤ 63`, `1 ≤ width ≤ 256`.
    public init(level: Int, index: UInt64, width: Int = Tile.fullWidth) {
        precondition((0...63).contains(level) && (1...Self.fullWidth).contains(width), "no such tile")
        self.level = level
        self.index = index
        self.width = width
    }

    /// Reads a path such as `tile/0/x001/234.p/17`; nil for any other spelling.
    public init?(path: String) {
        var segments = path.split(separator: "/", omittingEmptySubsequences: false)[...]
        guard segments.popFirst() == "tile", let level = segments.popFirst().flatMap({ TileNumber.decimal($0.utf8) }),
            level <= 63, let number = TileNumber(segments)
        else { return nil }
        self.init(level: Int(level), index: number.index, width: number.width)
    }

    /// The path below the log's prefix.
    public var path: String { "tile/\(level)/\(TileNumber(index: index, width: width).text)" }

    /// Whether the tile has room left.
    public var isPartial: Bool { width < Self.fullWidth }

    /// The number of bytes of the tile.
    public var byteCount: Int { width * Digest.byteCount }

    /// The hashes of the tile out of its stored bytes, which may hold a later, wider state.
    ///
    /// - Throws: ``ProofError/shortTile(path:expected:actual:)`` for fewer bytes or a broken hash.
    public func hashes(in bytes: [UInt8]) throws(ProofError) -> [Digest] {
        guard bytes.count >= byteCount, bytes.count.isMultiple(of: Digest.byteCount) else {
            throw .shortTile(path: path, expected: byteCount, actual: bytes.count)
        }
        return (0..<width).compactMap { Digest(bytes: bytes[$0 * Digest.byteCount..<($0 + 1) * Digest.byteCount]) }
    }
}

/// The `<N>[.p/<W>]` that ends the paths of tiles and entry bundles.
struct TileNumber {
    let index: UInt64
    let width: Int

    init(index: UInt64, width: Int) {
        self.index = index
        self.width = width
    }

    /// Reads the path segments after the level; nil unless they are the one spelling of the number.
    init?(_ segments: ArraySlice<Substring>) {
        var segments = segments
        var width = Tile.fullWidth
        if segments.count >= 2, segments[segments.endIndex - 2].utf8.suffix(2).elementsEqual(".p".utf8) {
            guard let last = segments.popLast(), let partial = Self.decimal(last.utf8), (1...255).contains(partial),
                let number = segments.popLast()
            else { return nil }
            width = Int(partial)
            segments.append(number.dropLast(2))
        }
        guard !segments.isEmpty else { return nil }
        var index: UInt64 = 0
        for (position, segment) in segments.enumerated() {
            let isLast = position == segments.count - 1
            guard isLast || segment.utf8.first == UInt8(ascii: "x") else { return nil }
            let digits = isLast ? segment.utf8 : segment.utf8.dropFirst()
            guard digits.count == 3, let group = Self.digits(digits), position > 0 || segments.count == 1 || group > 0
            else { return nil }
            let (product, overflow) = index.multipliedReportingOverflow(by: 1000)
            guard !overflow, product <= UInt64(Int64.max) - group else { return nil }
            index = product + group
        }
        self.init(index: index, width: width)
    }

    /// The text, such as `x001/x234/067.p/8`.
    var text: String {
        var groups = [String(String(index % 1000 + 1000).dropFirst())]
        var rest = index / 1000
        while rest > 0 {
            groups.append("x" + String(rest % 1000 + 1000).dropFirst())
            rest /= 1000
        }
        return groups.reversed().joined(separator: "/") + (width < Tile.fullWidth ? ".p/\(width)" : "")
    }

    /// A decimal of at most three digits without leading zeros.
    static func decimal(_ text: some Collection<UInt8>) -> UInt64? {
        guard text.first != UInt8(ascii: "0") || text.count == 1 else { return nil }
        return digits(text)
    }

    private static func digits(_ text: some Collection<UInt8>) -> UInt64? {
        guard (1...3).contains(text.count) else { return nil }
        var value: UInt64 = 0
        for byte in text {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + UInt64(byte - UInt8(ascii: "0"))
        }
        return value
    }
}
