/// Where a piece of work stands in a trace: the trace, the span, and whether the trace is recorded.
///
/// The form on the wire is that of W3C Trace Context, `00-<32 hex digits>-<16 hex digits>-<2 hex digits>`.
package struct TraceContext: Sendable, Hashable {
    /// The identifier of a trace: 16 bytes, not all zero.
    package struct TraceID: Sendable, Hashable {
        let high: UInt64
        let low: UInt64

        /// 32 lower-case hexadecimal digits.
        package var text: String { high.paddedHex + low.paddedHex }
    }

    /// The trace.
    package let traceID: TraceID
    /// The span, not zero.
    package let spanID: UInt64
    /// Whether somebody before has decided that the trace is recorded.
    package let isSampled: Bool

    init(traceID: TraceID, spanID: UInt64, isSampled: Bool) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
    }

    /// Reads a `traceparent` field; nil for what is none.
    ///
    /// Of a later version what this one knows is read (section 4.1.1 of the recommendation); version `ff` is forbidden.
    package init?(traceParent text: some StringProtocol) {
        let bytes = Array(text.utf8.prefix(56))
        guard bytes.count >= 55, [2, 35, 52].allSatisfy({ bytes[$0] == UInt8(ascii: "-") }),
            let version = Self.number(bytes[0..<2]), version != 0xFF,
            version == 0 ? bytes.count == 55 : bytes.count == 55 || bytes[55] == UInt8(ascii: "-"),
            let high = Self.number(bytes[3..<19]), let low = Self.number(bytes[19..<35]), high | low != 0,
            let spanID = Self.number(bytes[36..<52]), spanID != 0, let flags = Self.number(bytes[53..<55])
        else { return nil }
        self.init(traceID: TraceID(high: high, low: low), spanID: spanID, isSampled: flags & 1 == 1)
    }

    /// The `traceparent` field.
    package var traceParent: String { "00-\(traceID.text)-\(spanID.paddedHex)-\(isSampled ? "01" : "00")" }

    /// The number that lower-case hexadecimal digits say; upper-case ones are forbidden.
    private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
        var number: UInt64 = 0
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): number = number << 4 | UInt64(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): number = number << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return number
    }
}

extension UInt64 {
    /// 16 lower-case hexadecimal digits.
    package var paddedHex: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}

/// What other systems note about a trace, passed on as it came.
///
/// The form is that of W3C Trace Context's `tracestate`: `key=value`, at most 32 of them, the latest first.
package struct TraceState: Sendable, Hashable {
    /// The field's value; empty where nobody notes anything.
    package let text: String

    /// The most characters that are passed on; what a system must be able to take (section 3.3.1.5).
    private static let limit = 512
    /// Longer members go first.
    private static let longMember = 128
    private static let memberLimit = 32

    /// Nothing.
    package init() { text = "" }

    /// Reads the fields of one request together; of what is not well formed nothing is passed on.
    package init(fields: [String]) {
        let members = fields.flatMap { $0.utf8.split(separator: UInt8(ascii: ",")) }.map(Self.trimmed).filter {
            !$0.isEmpty
        }
        let keys = members.compactMap(Self.key)
        guard members.count <= Self.memberLimit, keys.count == members.count, Set(keys).count == keys.count else {
            text = ""
            return
        }
        text = Self.shortened(members.map { String(decoding: $0, as: UTF8.self) }).joined(separator: ",")
    }

    private static func shortened(_ members: [String]) -> [String] {
        var members = members
        while members.reduce(members.count - 1, { $0 + $1.utf8.count }) > limit {
            members.remove(at: members.lastIndex { $0.utf8.count > longMember } ?? members.count - 1)
        }
        return members
    }

    /// The key of a member; nil for what is no member.
    private static func key(_ member: [UInt8]) -> [UInt8]? {
        guard let sign = member.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let (key, value) = (member[..<sign], member[(sign + 1)...])
        let isValue =
            (1...256).contains(value.count) && value.last != UInt8(ascii: " ")
            && value.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "=") }
        return isValue && isKey(key) ? Array(key) : nil
    }

    /// A simple key, or a tenant, an at sign and a system.
    private static func isKey(_ key: ArraySlice<UInt8>) -> Bool {
        let parts = key.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        switch parts.count {
        case 1: return isName(key, limit: 256, mayBeginWithDigit: false)
        case 2:
            return isName(parts[0], limit: 241, mayBeginWithDigit: true)
                && isName(parts[1], limit: 14, mayBeginWithDigit: false)
        default: return false
        }
    }

    private static func isName(_ name: ArraySlice<UInt8>, limit: Int, mayBeginWithDigit: Bool) -> Bool {
        guard let first = name.first, name.count <= limit else { return false }
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard letters.contains(first) || mayBeginWithDigit && digits.contains(first) else { return false }
        return name.allSatisfy { letters.contains($0) || digits.contains($0) || "_-*/".utf8.contains($0) }
    }

    private static func trimmed(_ member: Substring.UTF8View) -> [UInt8] {
        let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        return Array(member.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}
