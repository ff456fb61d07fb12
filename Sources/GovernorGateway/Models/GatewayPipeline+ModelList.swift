import GovernorCore
import GovernorDialects

extension GatewayPipeline {
    /// Answers which models there are for a key, or whether there is one, in the form that the client reads.
    func modelList(_ request: GatewayRequest, for principal: Principal) -> Answer {
        let dialect = request.speaksAnthropic ? Dialect.messages : .chat
        let name = request.path.dropFirst(GatewayRoute.models.rawValue.count + 1)
        guard !name.isEmpty else {
            let granted = upstreams.routes.names.filter { limiter.grants($0, to: principal) }
            return page(dialect.listBody(granted.map(Self.listed)))
        }
        // A name that stands for others has its models too, though nobody can list them.
        guard let id = Self.decoded(name), upstreams.routes.route(of: id) != nil, limiter.grants(id, to: principal)
        else {
            let problem = ModelProblem.unknownModel
            let body = dialect.errorBody(problem.message, status: problem.status, code: problem.code)
            let response = GatewayResponse(status: problem.status, json: body, headers: problem.headers)
            return Answer(response, outcome: problem.outcome)
        }
        return page(dialect.body(of: Self.listed(id)))
    }

    private func page(_ body: JSONValue) -> Answer { page("application/json", body.compactBytes) }

    /// When a model was made, nobody has configured.
    private static func listed(_ name: String) -> ListedModel { ListedModel(id: name, created: 0, ownedBy: "governor") }

    /// The name that a path says with `%2F` for a slash (RFC 3986, section 2.1); nil if it is none.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2,
                let value = UInt8(rest.prefix(2).map { String(UnicodeScalar($0)) }.joined(), radix: 16)
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
