import GovernorCore

/// The JSON Schemas of the gateway's bodies.
enum GatewaySchemas {
    static let all: JSONObject = [
        "PromptRequest": filterRequest("prompt"), "OutputRequest": filterRequest("output"), "Context": context,
        "Metrics": metrics, "Decision": decision(["receipt": identifier]), "Denial": decision([:]),
        "Violations": object(
            ["violations": list(of: ["type": "string"]), "request_id": identifier, "receipt": identifier]),
        "Rules": ["type": "object", "required": ["policy", "rules", "thresholds"]],
        "Health": [
            "type": "object", "required": ["status"],
            "properties": [
                "status": ["const": "ok"],
                "configuration": [
                    "const": "stale",
                    "description": "The configuration or a file that it names was changed and could not be taken over.",
                ],
            ],
        ],
        "Document": ["type": "object", "required": ["openapi"]],
        "Error": object([
            "error": object([
                "message": ["type": "string"], "type": ["type": "string"], "param": ["type": ["string", "null"]],
                "code": ["type": "string"],
            ])
        ]),
    ]

    /// A UUIDv7.
    static let identifier: JSONValue = ["type": "string", "format": "uuid"]

    static func reference(_ name: String) -> JSONValue { ["$ref": "#/components/schemas/\(name)"] }

    private static func filterRequest(_ member: String) -> JSONValue {
        var properties: JSONObject = ["context": ["anyOf": [reference("Context"), ["type": "null"]]]]
        properties[member] = ["type": "string"]
        return [
            "type": "object", "required": [.string(member)], "additionalProperties": false,
            "properties": .object(properties),
        ]
    }

    /// Values of other members are not restricted: one of the wrong kind denies where a rule needs it.
    private static let context: JSONValue = [
        "type": "object",
        "description": """
        What the caller states: variables of the policy's rules. Unknown members are ignored. Numbers are such that a \
        double holds exactly; others are written as strings.
        """,
        "properties": [
            "user_id": shortText("Whom the text is about; the record can be erased with this person's key."),
            "session_id": shortText("The conversation the text belongs to."),
        ],
        "examples": [["jailbreak_score": 0, "lawful_basis": true, "user_id": "u-1"]],
    ]

    /// What the policy names must be a number or null; the rest is metadata that an evaluation writes along, of any kind.
    private static let metrics: JSONValue = [
        "type": "object",
        "description": "Metrics by category, nested or as category.metric; null means not measured.",
        "patternProperties": [#"^[^.]+[.][\s\S]"#: true], "additionalProperties": ["not": ["type": "number"]],
        "examples": [["quality": ["pass_at_5": 1]]],
    ]

    private static func decision(_ identifiers: JSONObject) -> JSONValue {
        let isDenial = identifiers.isEmpty
        return [
            "type": "object",
            "required": ["allowed", "action", "reasons", "request_id", "receipt"],
            "properties": [
                "allowed": isDenial ? ["const": false] : ["type": "boolean"],
                "action": isDenial
                    ? ["const": "error_block"]
                    : ["enum": .array(Action.allCases.map { .string($0.rawValue) })],
                "reasons": list(of: ["type": "string"]), "content": ["type": "string"], "request_id": identifier,
                "placeholders": [
                    "type": "object", "additionalProperties": ["type": "string"],
                    "description":
                        "The values that stand behind placeholders in the content, for the caller to put back.",
                ],
                "receipt": isDenial ? ["type": "null"] : identifier,
            ],
        ]
    }

    private static func shortText(_ description: String) -> JSONValue {
        ["type": ["string", "null"], "maxLength": 256, "description": .string(description)]
    }

    private static func list(of items: JSONValue) -> JSONValue { ["type": "array", "items": items] }

    private static func object(_ properties: JSONObject) -> JSONValue {
        [
            "type": "object", "required": .array(properties.keys.map { .string($0) }),
            "properties": .object(properties),
        ]
    }
}
