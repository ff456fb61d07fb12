/// The JSON Canonicalization Scheme, RFC 8785: one byte sequence for each value.
///
/// Members are sorted by the UTF-16 code units of their names, numbers are written as ECMAScript does, strings escape
/// only what they must, and nothing is normalised. A number is first rounded to a double, so integers beyond 2^53 do not
/// survive: facts write them as strings.
extension JSONValue {
    /// The canonical form as UTF-8 bytes.
    ///
    /// - Throws: ``JSONError/numberOutOfRange(_:)`` when a number has no finite double.
    public func canonicalBytes() throws(JSONError) -> [UInt8] { try canonicalBytes(rounding: true) }

    /// The canonical form of a value whose numbers it keeps: two values with one form are equal, number by number.
    ///
    /// - Throws: ``JSONError/numberNotExact(characters:)`` when rounding to a double would change a number,
    ///   ``JSONError/numberOutOfRange(_:)`` when it has no finite double.
    public func exactCanonicalBytes() throws(JSONError) -> [UInt8] { try canonicalBytes(rounding: false) }

    private func canonicalBytes(rounding: Bool) throws(JSONError) -> [UInt8] {
        var writer = JSONWriter(of: self)
        try writer.append(canonical: self, rounding: rounding)
        return writer.bytes
    }
}

extension JSONNumber {
    /// Whether the canonical form says the same number: whether a double is near enough to tell it from all others.
    public var isExact: Bool { doubleValue.isFinite && isExactly(ECMAScriptNumber.text(of: doubleValue)) }

    /// Whether the number's canonical text says the same number.
    fileprivate func isExactly(_ canonical: String) -> Bool {
        // Texts first: they are equal for most numbers, and for those beyond the limits of an exact decimal.
        text == canonical || decimal.map { $0 == ExactDecimal(canonical) } ?? false
    }
}

extension JSONWriter {
    fileprivate mutating func append(canonical value: JSONValue, rounding: Bool) throws(JSONError) {
        switch value {
        case .null, .bool, .string: append(value, indent: nil)
        case .number(let number) where number.isPlainInteger: append(number.text)
        case .number(let number):
            let double = number.doubleValue
            guard double.isFinite else { throw .numberOutOfRange(number.text) }
            let text = ECMAScriptNumber.text(of: double)
            guard rounding || number.isExactly(text) else {
                throw .numberNotExact(characters: number.text.utf8.count)
            }
            append(text)
        case .array(let elements):
            append("[" as Unicode.Scalar)
            for (offset, element) in elements.enumerated() {
                if offset > 0 { append("," as Unicode.Scalar) }
                try append(canonical: element, rounding: rounding)
            }
            append("]" as Unicode.Scalar)
        case .object(let members):
            append("{" as Unicode.Scalar)
            for (offset, position) in members.canonicalOrder.enumerated() {
                let (name, value) = members[position]
                if offset > 0 { append("," as Unicode.Scalar) }
                append(quoted: name)
                append(":" as Unicode.Scalar)
                try append(canonical: value, rounding: rounding)
            }
            append("}" as Unicode.Scalar)
        }
    }
}
