/// Writes JSON text: the string escapes of RFC 8785, which every other form here shares.
package struct JSONWriter {
    package private(set) var bytes: [UInt8] = []

    /// - Parameter byteCount: How many bytes it has room for at first; each growth copies all.
    package init(roomFor byteCount: Int) { bytes.reserveCapacity(byteCount) }

    /// A writer of one value.
    init(of value: JSONValue) {
        switch value {
        case .object, .array: self.init(roomFor: 1000)
        default: self.init(roomFor: 0)
        }
    }

    /// Text that is JSON already.
    package mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    /// Text of ours that is JSON already.
    package mutating func append(literal text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func append(_ byte: Unicode.Scalar) { bytes.append(UInt8(truncatingIfNeeded: byte.value)) }

    /// A quoted string: only `"`, `\` and the control characters are escaped.
    package mutating func append(quoted text: String) {
        append("\"" as Unicode.Scalar)
        var text = text
        text.withUTF8 { utf8 in
            // Runs of plain bytes are copied whole: nearly every text is one run.
            var start = 0
            while true {
                let end = ByteRuns.endOfPlainJSON(in: utf8, from: start)
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<end]))
                guard end < utf8.count else { break }
                append(escaped: utf8[end])
                start = end + 1
            }
        }
        append("\"" as Unicode.Scalar)
    }

    private mutating func append(escaped byte: UInt8) {
        switch byte {
        case 0x08: append(literal: "\\b")
        case 0x09: append(literal: "\\t")
        case 0x0A: append(literal: "\\n")
        case 0x0C: append(literal: "\\f")
        case 0x0D: append(literal: "\\r")
        case 0..<0x20: append("\\u00" + Hex.encode([byte]))
        default: bytes += [UInt8(ascii: "\\"), byte]
        }
    }

    /// A value as it is: members in their order, numbers as written.
    ///
    /// - Parameter indent: The spaces a level; nil for one line without spaces.
    mutating func append(_ value: JSONValue, indent: Int?, level: Int = 0) {
        switch value {
        case .null: append(literal: "null")
        case .bool(let value): append(literal: value ? "true" : "false")
        case .number(let value): append(value.text)
        case .string(let value): append(quoted: value)
        case .array(let elements):
            list("[", "]", elements, indent: indent, level: level) { writer, element in
                writer.append(element, indent: indent, level: level + 1)
            }
        case .object(let members):
            list("{", "}", members, indent: indent, level: level) { writer, member in
                writer.append(quoted: member.name)
                writer.append(literal: indent == nil ? ":" : ": ")
                writer.append(member.value, indent: indent, level: level + 1)
            }
        }
    }

    private mutating func list<Items: Collection>(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ items: Items, indent: Int?, level: Int,
        _ write: (inout JSONWriter, Items.Element) -> Void
    ) {
        append(open)
        var isFirst = true
        for item in items {
            if !isFirst { append("," as Unicode.Scalar) }
            isFirst = false
            newLine(indent, level + 1)
            write(&self, item)
        }
        if !items.isEmpty { newLine(indent, level) }
        append(close)
    }

    private mutating func newLine(_ indent: Int?, _ level: Int) {
        guard let indent else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: indent * level))
    }
}

extension JSONValue {
    /// The value on one line without spaces, members in their order.
    public var compactText: String { String(decoding: compactBytes, as: UTF8.self) }

    /// ``compactText`` in UTF-8.
    public var compactBytes: [UInt8] {
        var writer = JSONWriter(of: self)
        writer.append(self, indent: nil)
        return writer.bytes
    }

    /// The value over several lines, indented by two spaces, members in their order; no final newline.
    public var prettyText: String {
        var writer = JSONWriter(of: self)
        writer.append(self, indent: 2)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
