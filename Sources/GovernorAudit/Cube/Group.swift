import GovernorCore

/// One level of an attribute: its text, or that it is missing.
///
/// Levels are told apart and ordered by their UTF-8 bytes, not by Unicode equivalence: two spellings of one name are
/// two levels, and the report shows both. A missing value comes before all others.
public struct Level: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The level's text; nil when the value is missing.
    public let text: String?

    /// A level with a text.
    public init(_ text: String) { self.text = text }

    private init(text: String?) { self.text = text }

    /// The level of rows whose value is missing.
    public static let missing = Level(text: nil)

    /// The text, or `<missing>`; in quotes where it could be taken for that, or for several levels of a group.
    public var description: String {
        guard let text else { return "<missing>" }
        return text == "<missing>" || text.isEmpty || text.contains("·") || text.hasPrefix("\"") ? "\"\(text)\"" : text
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.text.map(ExactString.init) == right.text.map(ExactString.init)
    }

    public static func < (left: Self, right: Self) -> Bool {
        guard let right = right.text else { return false }
        return left.text.map { ExactString($0) < ExactString(right) } ?? true
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(text.map(ExactString.init)) }
}

/// Rows that have the same level in every attribute.
public struct Group: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// One level for each attribute of the schema, in its order; empty for the group of all rows.
    public let levels: [Level]

    /// Creates a group.
    public init(_ levels: [Level]) { self.levels = levels }

    /// The group that every row is in.
    public static let everybody = Group([])

    /// Whether any level is missing.
    public var hasMissingLevel: Bool { levels.contains(.missing) }

    /// The levels, separated by ` · `.
    public var description: String { levels.map(\.description).joined(separator: " · ") }

    public static func < (left: Self, right: Self) -> Bool { left.levels.lexicographicallyPrecedes(right.levels) }
}

extension Group: ExpressibleByArrayLiteral {
    /// Creates a group from the texts of its levels.
    public init(arrayLiteral texts: String...) { self.init(texts.map { Level($0) }) }
}
