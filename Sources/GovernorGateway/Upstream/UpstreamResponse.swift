/// The head of an upstream's answer, and its body as it comes.
package struct UpstreamResponse: Sendable {
    /// The status code; never one of the interim ones (1xx).
    package let status: Int
    /// All fields of the head; ``HeaderFields/endToEnd`` are those to pass on.
    package let headers: HeaderFields
    /// The body.
    package let body: UpstreamBody

    /// Creates an answer.
    package init(status: Int, headers: HeaderFields, body: UpstreamBody) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
