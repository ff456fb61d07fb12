/// The JSON Canonicalization Scheme, RFC 8785: one byte sequence for each value.
///
/// Members are sorted by the UTF-16 code units of their names, numbers are written as ECMAScript does, strings escape
/// only what they must, and nothing is normalised. A number is first rounded to a double, so integers beyond 2^53 do not
/// survive: facts write them as strings.
extension JSONValue {
    /// The canonical form as UTF-8 bytes.
    ///
    /// - Throws: ``JSONError/numberOutOfRange(_:)`` when a number has no finite double.
    public func canonicalBytes() throws(JSONError) -> [UInt8] {
        var writer = JSONWriter()
        try writer.append(canonical: self)
        return writer.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func append(canonical value: JSONValue) throws(JSONError) {
        switch value {
        case .null, .bool, .string: append(value, indent: nil)
        case .number(let number):
            let double = number.doubleValue
            guard double.isFinite else { throw .numberOutOfRange(number.text) }
            append(ECMAScriptNumber.text(of: double))
        case .array(let elements):
            append("[" as Unicode.Scalar)
            for (offset, element) in elements.enumerated() {
                if offset > 0 { append("," as Unicode.Scalar) }
                try append(canonical: element)
            }
            append("]" as Unicode.Scalar)
        case .object(let members):
            append("{" as Unicode.Scalar)
            for (offset, member) in members.sorted(by: { Self.precedes($0.name, $1.name) }).enumerated() {
                if offset > 0 { append("," as Unicode.Scalar) }
                append(quoted: member.name)
                append(":" as Unicode.Scalar)
                try append(canonical: member.value)
            }
            append("}" as Unicode.Scalar)
        }
    }

    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf16.lexicographicallyPrecedes(right.utf16)
    }
}
