import GovernorCore

/// What the answer of a chat may hold that another dialect has no word for.
enum ChatAnswer {
    private static let words = ["reasoning_content", "reasoning", "content", "refusal"]
    private static let others = ["audio", "annotations", "function_call"]

    /// Refuses what would be lost of a message, or of its next piece: words that are no string, as servers say them that
    /// divide them in parts, and what is no word.
    ///
    /// - Parameters:
    ///   - names: What else the other dialect cannot say.
    ///   - pointer: Where the message stands.
    /// - Throws: ``DialectError/untranslatable(pointer:into:)``.
    static func refuseLoss(
        of message: JSONValue, besides names: [String] = [], at pointer: String, into dialect: Dialect
    ) throws(DialectError) {
        for name in words {
            guard let value = message[name], !value.isNull, value.string == nil else { continue }
            throw .untranslatable(pointer: "\(pointer)/\(name)", into: dialect)
        }
        for name in others + names {
            guard let value = message[name], !value.isNull, value != [] else { continue }
            throw .untranslatable(pointer: "\(pointer)/\(name)", into: dialect)
        }
    }
}
