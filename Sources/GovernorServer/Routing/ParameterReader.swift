import GovernorCore
import HTTPTypes
import Hummingbird

/// Reads the parameters of a request, all of them and no others.
struct ParameterReader {
    private let parameters: [Parameter]

    init(_ parameters: [Parameter]) { self.parameters = parameters }

    /// - Throws: ``Problem`` that lists every parameter that is missing, unknown, repeated or not of its form.
    func read(_ request: Request, _ context: ServiceContext) throws(Problem) -> [String: JSONValue] {
        var problems: [FieldProblem] = []
        var found = query(request.uri.query ?? "", &problems)
        for parameter in parameters {
            switch parameter.place {
            case .path: found[parameter.name] = context.parameters.get(parameter.name).map { [$0] }
            case .header:
                guard let name = HTTPField.Name(parameter.name) else { continue }
                let values = request.headers[values: name]
                found[parameter.name] = values.isEmpty ? nil : values
            case .query: break
            }
        }
        let values = check(found, &problems)
        guard problems.isEmpty else { throw .invalid(problems) }
        return values
    }

    private func check(_ found: [String: [String]], _ problems: inout [FieldProblem]) -> [String: JSONValue] {
        var values: [String: JSONValue] = [:]
        for parameter in parameters {
            guard let texts = found[parameter.name], let text = texts.first else {
                // The router has matched the path; what an open end stands for, the handler reads itself.
                if parameter.isRequired, parameter.place != .path { problems.append(.missingParameter(parameter.name)) }
                continue
            }
            guard texts.count == 1 else {
                problems.append(.repeatedParameter(parameter.name))
                continue
            }
            let value = parameter.schema.value(ofParameter: text)
            problems += parameter.schema.problems(in: value).map { $0.inParameter(parameter.name) }
            values[parameter.name] = value
        }
        return values
    }

    /// The query's parameters by name; `+` stands for itself, as RFC 3986 has it, so that time zones survive.
    private func query(_ query: String, _ problems: inout [FieldProblem]) -> [String: [String]] {
        let known = parameters.filter { $0.place == .query }.map(\.name)
        var found: [String: [String]] = [:]
        for pair in query.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(parts[0]),
                let text = PercentEncoding.decode(parts.count > 1 ? parts[1] : pair[pair.endIndex...])
            else {
                problems.append(.malformedQuery)
                continue
            }
            guard known.contains(where: { $0.isExactly(name) }) else {
                problems.append(.unknownParameter(nearest: nearestName(to: name, among: known)))
                continue
            }
            found[name, default: []].append(text)
        }
        return found
    }
}

extension Schema {
    /// The JSON value that the text of a parameter stands for.
    fileprivate func value(ofParameter text: String) -> JSONValue {
        switch self {
        // Only plain digits: a number that JSON would not write stays a text, which the check then refuses.
        case .integer: Int64(text).flatMap { String($0).isExactly(text) ? .integer($0) : nil } ?? .string(text)
        case .described(let schema, _), .named(_, let schema), .optional(let schema): schema.value(ofParameter: text)
        default: .string(text)
        }
    }
}

extension FieldProblem {
    fileprivate static let malformedQuery = FieldProblem(
        place: "query", code: "request.malformed-query", detail: "the query is not percent-encoded UTF-8", hint: nil)

    fileprivate static func missingParameter(_ name: String) -> FieldProblem {
        FieldProblem(
            place: name, code: "request.missing-parameter", detail: "the parameter '\(name)' is missing", hint: nil)
    }

    fileprivate static func repeatedParameter(_ name: String) -> FieldProblem {
        FieldProblem(place: name, code: "request.repeated-parameter", detail: "may be given once only", hint: nil)
    }

    fileprivate static func unknownParameter(nearest: String?) -> FieldProblem {
        FieldProblem(
            place: "query", code: "request.unknown-parameter", detail: "the query has a parameter that is not known",
            hint: nearest.map { "did you mean '\($0)'?" } ?? "leave it out")
    }

    fileprivate func inParameter(_ name: String) -> FieldProblem {
        FieldProblem(place: name, code: "request.invalid-parameter", detail: detail, hint: hint)
    }
}
