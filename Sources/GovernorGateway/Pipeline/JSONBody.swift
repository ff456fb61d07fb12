import GovernorCore

/// Reads the JSON object of a request's body, strictly.
struct JSONBody {
    let members: JSONObject

    /// - Parameter mustSayJSON: Whether a body without a type is refused. Where keys are needed it is taken for JSON, as
    ///   the reference system's clients send it; where none are, it may come from a page of another site, which a browser
    ///   lets send bodies without a type but none that say JSON.
    init(_ request: GatewayRequest, mustSayJSON: Bool) throws(RequestProblem) {
        guard request.contentType.map(Self.isJSON) ?? !mustSayJSON else { throw .unsupportedMediaType }
        let value: JSONValue
        do throws(JSONError) { value = try JSONValue(parsing: request.body) } catch { throw .notJSON(error) }
        guard let members = value.object else { throw .wrongShape(param: "", expected: "a JSON object") }
        self.members = members
    }

    /// Refuses members other than these: a misspelt `context` would otherwise turn its scores off.
    func allowOnly(_ names: [String]) throws(RequestProblem) {
        for (name, _) in members where !names.contains(where: name.isExactly) {
            throw .unknownMember(nearest: nearestName(to: name, among: names), allowed: names)
        }
    }

    func text(_ name: String) throws(RequestProblem) -> String {
        guard let text = members[name]?.string else { throw .wrongShape(param: "/\(name)", expected: "a string") }
        return text
    }

    /// An object that may be left out or null.
    func object(_ name: String) throws(RequestProblem) -> JSONObject {
        guard let value = members[name], !value.isNull else { return JSONObject() }
        guard let object = value.object else { throw .wrongShape(param: "/\(name)", expected: "an object") }
        return object
    }

    private static func isJSON(_ contentType: String) -> Bool {
        // Nearly all clients write it so.
        if contentType == "application/json" { return true }
        let parts = contentType.lowercased().split(separator: ";").map { $0.trimmed }
        guard parts.first == "application/json" else { return false }
        return parts.dropFirst().allSatisfy { parameter in
            !parameter.hasPrefix("charset=") || ["charset=utf-8", "charset=\"utf-8\""].contains(parameter)
        }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
