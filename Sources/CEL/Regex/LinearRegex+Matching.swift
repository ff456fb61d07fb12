extension LinearRegex {
    /// The fewest bytes of UTF-8 that a match has.
    public var minimumByteCount: Int { extent.minimum }

    /// The most bytes of UTF-8 that a match has; nil when there is no bound.
    public var maximumByteCount: Int? { extent.maximum }

    /// The bytes that a match can begin with; nil when one may be empty.
    public var firstBytes: Set<UInt8>? {
        program.firstBytes.map { bytes in Set((UInt8.min...UInt8.max).filter(bytes.contains)) }
    }

    /// Where the longest match ends that begins at an offset; nil when none does.
    ///
    /// The work is at most proportional to the longest match × ``size``.
    ///
    /// - Parameters:
    ///   - text: UTF-8. Other bytes match nothing.
    ///   - offset: The offset of a byte; `^`, `$` and `\b` see what is around it.
    public func endOfLongestMatch(in text: Span<UInt8>, at offset: Int) -> Int? {
        RegexSearch.longestMatch(of: program, in: text, at: offset)
    }
}

/// How many bytes of UTF-8 the matches of an expression have.
struct RegexExtent: Equatable, Sendable {
    var minimum: Int
    /// Nil when there is no bound.
    var maximum: Int?

    init(_ minimum: Int, _ maximum: Int?) {
        self.minimum = minimum
        self.maximum = maximum
    }

    init(_ node: RegexNode) {
        switch node {
        case .empty, .assertion: self.init(0, 0)
        case .scalar(let value):
            let count = Unicode.Scalar(value).map { $0.utf8.count } ?? 0
            self.init(count, count)
        case .set(let set): self.init(1, set.mayReachBeyondASCII ? 4 : 1)
        case .sequence(let parts):
            self = parts.map(RegexExtent.init).reduce(RegexExtent(0, 0)) { sum, part in
                RegexExtent(sum.minimum + part.minimum, Self.both(sum.maximum, part.maximum, +))
            }
        case .choice(let branches):
            let extents = branches.map(RegexExtent.init)
            self.init(
                extents.map(\.minimum).min() ?? 0, extents.reduce(0) { Self.both($0, $1.maximum, max) })
        case .repetition(let part, let minimum, let maximum):
            let extent = RegexExtent(part)
            let most = extent.maximum == 0 ? 0 : Self.both(extent.maximum, maximum, *)
            self.init(extent.minimum * minimum, most)
        }
    }

    private static func both(_ left: Int?, _ right: Int?, _ combine: (Int, Int) -> Int) -> Int? {
        guard let left, let right else { return nil }
        return combine(left, right)
    }
}
