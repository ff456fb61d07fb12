/// What kind of fact: dotted lower-case words such as `decision.prompt`, at most 128 characters.
public struct FactType: Sendable, Hashable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// The name's text.
    public let text: String

    /// Reads a name; nil unless it is `[a-z0-9._-]{1,128}`.
    public init?(_ text: String) {
        guard isPlainName(text) else { return nil }
        self.text = text
    }

    /// Writes a name in source code; it must be well formed.
    public init(stringLiteral text: StaticString) {
        self.text = "\(text)"
        precondition(isPlainName(self.text), "a fact type is [a-z0-9._-]{1,128}")
    }

    public var description: String { text }
}

/// The name of a sequence of facts: `[a-z0-9._-]{1,128}`.
public struct StreamName: Sendable, Hashable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// The name's text.
    public let text: String

    /// Reads a name; nil unless it is `[a-z0-9._-]{1,128}`.
    public init?(_ text: String) {
        guard isPlainName(text) else { return nil }
        self.text = text
    }

    /// Writes a name in source code; it must be well formed.
    public init(stringLiteral text: StaticString) {
        self.text = "\(text)"
        precondition(isPlainName(self.text), "a stream name is [a-z0-9._-]{1,128}")
    }

    public var description: String { text }
}

private func isPlainName(_ text: String) -> Bool {
    (1...128).contains(text.utf8.count)
        && text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
}
