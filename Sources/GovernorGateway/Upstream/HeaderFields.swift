/// The fields of a message's head, in the order and spelling in which they came.
package typealias HeaderFields = [(name: String, value: String)]

extension HeaderFields {
    /// The value of the first field of a name, in any case.
    package func first(named name: String) -> String? { first { $0.name.isField(name) }?.value }

    /// The fields that are for the receiver of the message and not for this connection alone.
    ///
    /// What a proxy passes on, in either direction: without the fields that `Connection` names, and without those that are
    /// always about one connection (RFC 9110, section 7.6.1). `Content-Length` stays: whether it still holds is known to
    /// whoever passes the body on.
    package var endToEnd: HeaderFields {
        let named = lazy.filter { $0.name.isField("connection") }.flatMap { $0.value.split(separator: ",") }
            .map { $0.trimmed }
        let dropped = Self.hopByHop + named
        return filter { field in !dropped.contains { field.name.isField($0) } }
    }

    private static let hopByHop: [Substring] = [
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
        "transfer-encoding", "upgrade",
    ]
}

extension StringProtocol {
    /// Whether this is the name of the same field: ASCII letters are equal in either case.
    func isField(_ name: some StringProtocol) -> Bool {
        utf8.count == name.utf8.count && zip(utf8, name.utf8).allSatisfy { $0.lowercasedASCII == $1.lowercasedASCII }
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let tail = drop(while: isSpace)
        return tail.lastIndex { !isSpace($0) }.map { tail[...$0] } ?? ""
    }
}

extension UInt8 {
    fileprivate var lowercasedASCII: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
