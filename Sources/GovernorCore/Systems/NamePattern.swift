/// Names in a configuration, which mean one name or, with a `*` at their end, all that begin so.
public enum NamePattern {
    /// Whether a name is meant.
    public static func matches(_ name: String, _ pattern: String) -> Bool {
        guard pattern.utf8.last == UInt8(ascii: "*") else { return pattern.isExactly(name) }
        return name.utf8.starts(with: pattern.utf8.dropLast())
    }
}
