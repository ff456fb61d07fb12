package import GovernorCore
import GovernorDialects

/// The OpenAPI 3.1 description of the gateway, served at `/openapi.json`.
///
/// Paths, methods and permissions come from ``GatewayRoute``; the tests hold bodies and statuses to what is answered.
package enum GatewayDocument {
    /// The document.
    ///
    /// - Parameter isGuarded: Whether callers need an API key.
    package static func json(isGuarded: Bool) -> JSONValue {
        [
            "openapi": "3.1.0",
            "info": [
                "title": "Governor gateway", "version": "1",
                "summary":
                    "Decides about prompts, outputs and evaluation metrics, and leaves evidence of every decision.",
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "paths": .object(
                JSONObject(described.map { ($0.rawValue, .object(operations(of: $0, isGuarded))) })),
            "x-model-paths": .object(JSONObject(models.map { ($0.route.rawValue, .string($0.form)) })),
            "components": .object(components(isGuarded)),
        ]
    }

    /// The routes with a form of our own.
    static let described = GatewayRoute.allCases.filter { $0.foreignForm == nil }

    /// The routes that ask a model or list some, with the form of their bodies: others' APIs, which others describe.
    private static let models = GatewayRoute.allCases.compactMap { route in
        route.foreignForm.map { (route: route, form: $0) }
    }

    private static func components(_ isGuarded: Bool) -> JSONObject {
        var components: JSONObject = ["schemas": .object(GatewaySchemas.all)]
        if isGuarded {
            components["securitySchemes"] = [
                "key": ["type": "http", "scheme": "bearer", "description": "An API key, gov_…"]
            ]
        }
        return components
    }

    private static func operations(of route: GatewayRoute, _ isGuarded: Bool) -> JSONObject {
        JSONObject(route.methods.map { ($0.lowercased(), .object(operation(route, $0, isGuarded))) })
    }

    private static func operation(_ route: GatewayRoute, _ method: String, _ isGuarded: Bool) -> JSONObject {
        let suffix = method == "HEAD" ? "_head" : ""
        var operation: JSONObject = [
            "operationId": .string(route.surface + suffix), "summary": .string(route.summary),
            "responses": .object(responses(route, method, isGuarded)),
        ]
        if isGuarded { operation["security"] = route.permission == nil ? [] : [["key": []]] }
        if let permission = route.permission { operation["x-permission"] = .string(permission.rawValue) }
        if let body = route.requestSchema {
            operation["requestBody"] = [
                "required": true, "content": ["application/json": ["schema": GatewaySchemas.reference(body)]],
            ]
        }
        return operation
    }

    private static func responses(_ route: GatewayRoute, _ method: String, _ isGuarded: Bool) -> JSONObject {
        var responses: JSONObject = ["200": success(route, method)]
        var refusals = [400, 408, 417, 431]
        // A bad key is refused even where none is needed.
        if isGuarded { refusals += [401] }
        // Without keys, whoever calls by another name than this machine's is refused.
        if !isGuarded || route.permission != nil { refusals += [403] }
        if route.requestSchema != nil { refusals += [413, 415] }
        for status in refusals.sorted() {
            responses[String(status)] = response("Refused.", method, schema: "Error")
        }
        responses["503"] =
            route.decides
            ? response(
                "Denied: the decision could not be made or recorded in time; or refused before it was looked at, where "
                    + "others' requests take up what there is.", method,
                schema: ["anyOf": [GatewaySchemas.reference("Denial"), GatewaySchemas.reference("Error")]])
            : response("Not possible at the moment.", method, schema: "Error")
        return responses
    }

    private static func success(_ route: GatewayRoute, _ method: String) -> JSONValue {
        guard route != .metrics else {
            return [
                "description": "Prometheus text, version 0.0.4.",
                "content": method == "HEAD" ? [:] : ["text/plain": ["schema": ["type": "string"]]],
            ]
        }
        var success = response(route.summary, method, schema: route.responseSchema)
        if route.requestSchema != nil, case .object(var object) = success {
            object["headers"] = [
                "governor-receipt": [
                    "description": "The id of the decision's fact and receipt.", "schema": GatewaySchemas.identifier,
                ]
            ]
            success = .object(object)
        }
        return success
    }

    private static func response(_ description: String, _ method: String, schema: String) -> JSONValue {
        response(description, method, schema: GatewaySchemas.reference(schema))
    }

    private static func response(_ description: String, _ method: String, schema: JSONValue) -> JSONValue {
        guard method != "HEAD" else { return ["description": .string(description)] }
        return [
            "description": .string(description),
            "content": ["application/json": ["schema": schema]],
        ]
    }
}

extension GatewayRoute {
    fileprivate var summary: String {
        switch self {
        case .filterPrompt: "Decides about a prompt before the model sees it."
        case .filterOutput: "Decides about an output before the user sees it."
        case .checkMetrics: "Judges evaluation metrics by the policy's thresholds. Recorded as a check, no gate run."
        case .rules: "The policy in force, normalised."
        case .health: "Whether the gateway can decide: the ledger takes facts."
        case .metrics: "The gateway's metrics."
        case .document: "This document."
        default: ""
        }
    }

    fileprivate var requestSchema: String? {
        switch self {
        case .filterPrompt: "PromptRequest"
        case .filterOutput: "OutputRequest"
        case .checkMetrics: "Metrics"
        default: nil
        }
    }

    fileprivate var responseSchema: String {
        switch self {
        case .filterPrompt, .filterOutput: "Decision"
        case .checkMetrics: "Violations"
        case .rules: "Rules"
        case .health: "Health"
        default: "Document"
        }
    }
}
