import NIOCore
import NIOHTTP1

/// What is sent to an upstream.
package struct UpstreamRequest: Sendable {
    /// The method in upper case; any but `CONNECT`.
    package let method: String
    /// The path with its query, as it is sent.
    package let path: String
    /// The fields of the head.
    ///
    /// Those of one connection only are left out, and so are `Content-Length` and `Expect`: the body is sent at once, with
    /// its length. `Host` is the target's when none is given.
    package let headers: HeaderFields
    /// The whole body.
    package let body: [UInt8]

    /// Creates a request.
    package init(method: String, path: String, headers: HeaderFields = [], body: [UInt8] = []) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
    }

    /// The request as it is written; nil when it cannot be without becoming another one.
    func prepared(for target: UpstreamTarget) -> PreparedRequest? {
        guard method.isToken, method != "CONNECT", path.isRequestTarget else { return nil }
        var fields = HTTPHeaders()
        fields.reserveCapacity(headers.count + 2)
        if headers.first(named: "host") == nil { fields.add(name: "host", value: target.authority) }
        for (name, value) in headers.endToEnd where !name.isField("content-length") && !name.isField("expect") {
            guard name.isToken, value.isFieldValue else { return nil }
            fields.add(name: name, value: value)
        }
        if !body.isEmpty || (method != "GET" && method != "HEAD") {
            fields.add(name: "content-length", value: String(body.count))
        }
        let head = HTTPRequestHead(
            version: .http1_1, method: HTTPMethod(rawValue: method), uri: path, headers: fields)
        return PreparedRequest(head: head, body: ByteBuffer(bytes: body))
    }
}

/// A request that is checked and framed.
struct PreparedRequest: Sendable {
    let head: HTTPRequestHead
    let body: ByteBuffer
}

extension String {
    /// A token of RFC 9110, section 5.6.2.
    fileprivate var isToken: Bool {
        !isEmpty
            && utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// A path that ends nowhere but at its end.
    fileprivate var isRequestTarget: Bool { utf8.first == 0x2F && utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F } }

    /// A value without line ends and other controls, save the tab.
    fileprivate var isFieldValue: Bool { utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 } }
}
