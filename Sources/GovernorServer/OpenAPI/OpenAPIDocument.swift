import GovernorCore
import HTTPTypes

/// The OpenAPI 3.1 description of a set of routes, made from the table that registers them.
struct OpenAPIDocument {
    let routes: [Route]
    /// Whether callers need keys.
    let isGuarded: Bool

    /// The document.
    var json: JSONValue {
        [
            "openapi": "3.1.0",
            "info": [
                "title": "Governor evidence service", "version": "1.0.0",
                "summary": "Records evidence about AI systems in a verifiable log, and answers from it.",
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "servers": [["url": "/"]], "paths": .object(paths),
            "components": .object(components),
        ]
    }

    /// The template of a registered path: an open end is shown as one segment.
    static func template(_ path: String) -> String {
        path.hasSuffix("/**") ? String(path.dropLast(2)) + "{number}" : path
    }

    private var paths: JSONObject {
        var paths = JSONObject()
        for route in routes {
            for (position, path) in route.paths.enumerated() {
                let name = Self.template(path)
                var operations = paths[name]?.object ?? [:]
                operations[route.method.rawValue.lowercased()] = operation(route, at: path, position)
                paths[name] = .object(operations)
            }
        }
        return paths
    }

    private func operation(_ route: Route, at path: String, _ position: Int) -> JSONValue {
        var operation: JSONObject = [
            "operationId": .string(position == 0 ? route.id : "\(route.id)Alias\(position)"),
            "summary": .string(route.summary),
        ]
        let note = position == 0 ? nil : "The same as `\(route.path)`."
        let description = [route.details, note].compactMap { $0 }.joined(separator: "\n\n")
        if !description.isEmpty { operation["description"] = .string(description) }
        if !route.parameters.isEmpty { operation["parameters"] = .array(route.parameters.map(\.json)) }
        if let body = route.body {
            operation["requestBody"] = ["required": true, "content": ["application/json": ["schema": body.json]]]
        }
        operation["responses"] = .object(
            JSONObject((route.answers + shared(route)).map { ("\($0.status.code)", $0.json) }))
        if isGuarded, case .anyOf(let permissions) = route.access {
            operation["security"] = [["key": []]]
            operation["x-governor-permissions"] = .array(permissions.map { .string($0.rawValue) })
        }
        return .object(operation)
    }

    /// The problems that every route of a kind can answer with.
    private func shared(_ route: Route) -> [Answer] {
        var answers: [Answer] = [.problem(.badRequest, "The request is not of its form.")]
        if !isGuarded { answers.append(.problem(.forbidden, "The caller names another host than this machine.")) }
        if isGuarded {
            // A bad key is refused even where none is needed.
            answers.append(.problem(.unauthorized, "No key where one is needed, or one that is not known."))
            if case .anyOf = route.access {
                answers.append(.problem(.forbidden, "The key's role lacks the permission."))
            }
        }
        if route.body != nil {
            answers += [
                .problem(.contentTooLarge, "The body is too large."),
                .problem(.unsupportedMediaType, "The body is not application/json."),
            ]
        }
        return answers + [
            .problem(.uriTooLong, "The path and query are too long."),
            .problem(.expectationFailed, "The client expects something else than 100-continue."),
            .problem(.requestHeaderFieldsTooLarge, "The header fields are too large or too many."),
            .problem(.internalServerError, "Something went wrong in Governor."),
            .problem(.serviceUnavailable, "Nothing was recorded: try again."),
        ]
    }

    private var components: JSONObject {
        var named = JSONObject()
        for route in routes {
            let answers = route.answers.compactMap { if case .json(let schema) = $0.content { schema } else { nil } }
            for (name, schema) in (answers + [.problem] + (route.body.map { [$0] } ?? [])).flatMap(\.named) {
                named[name] = schema.json
            }
        }
        var components: JSONObject = ["schemas": .object(named)]
        if isGuarded {
            components["securitySchemes"] = ["key": ["type": "http", "scheme": "bearer", "bearerFormat": "gov_…"]]
        }
        return components
    }
}

extension Parameter {
    fileprivate var json: JSONValue {
        [
            "name": .string(name), "in": .string(place.rawValue), "required": .bool(isRequired),
            "description": .string(summary), "schema": schema.json,
        ]
    }
}

extension Answer {
    fileprivate var json: JSONValue {
        var answer: JSONObject = ["description": .string(summary), "content": .object(media)]
        if !headers.isEmpty { answer["headers"] = .object(JSONObject(headers.map { ($0.name, $0.json) })) }
        return .object(answer)
    }

    private var media: JSONObject {
        switch content {
        case .json(let schema):
            let type = status.code == 202 || status.code >= 400 ? Problem.mediaType : "application/json"
            return JSONObject([(type, .object(["schema": schema.json]))])
        case .text(let type):
            return JSONObject([(String(type.prefix { $0 != ";" }), .object(["schema": ["type": "string"]]))])
        case .bytes:
            return ["application/octet-stream": [:]]
        }
    }
}

extension Answer.Header {
    fileprivate var json: JSONValue {
        ["description": .string(summary), "required": true, "schema": ["type": "string"]]
    }
}

extension Schema {
    /// The error shape of all routes.
    static let problem = Schema.named(
        "Problem",
        .object(
            .required("type", .string(.text(1...256)), "Always `about:blank`; `code` tells problems apart."),
            .required("title", .string(.text(0...64)), "The status in words."),
            .required("status", .integer(100...599), "The HTTP status."),
            .required("detail", .string(.text(0...65_536)), "What is wrong."),
            .required("code", .string(.text(1...128)), "The kind of problem; stable."),
            .required("hint", .optional(.string(.text(0...4096))), "What to do next."),
            .optional(
                "errors",
                .array(
                    of: .object(
                        .required("place", .string(.text(0...65_536)), "A JSON pointer, or a parameter's name."),
                        .required("code", .string(.text(1...128)), "The kind of problem."),
                        .required("detail", .string(.text(1...65_536)), "What is wrong."),
                        .required("hint", .optional(.string(.text(0...4096))), "What to do.")),
                    count: 1...100), "Each problem of the request.")))
}
