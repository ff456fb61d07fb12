import GovernorCore
import GovernorGateway

/// Spans as a collector takes them: OTLP 1.x, in its JSON form (`POST /v1/traces`).
///
/// Identifiers are hexadecimal there, and 64-bit numbers are strings; both differ from the JSON form of protocol buffers.
struct OTLPTraces {
    /// What calls itself so in every trace.
    let serviceName: String

    /// The body of one request.
    func json(_ spans: [Span]) -> JSONValue {
        let resource: JSONValue = [
            "attributes": .array([
                Self.attribute("service.name", .text(serviceName)),
                Self.attribute("service.version", .text(BuildInformation.version)),
                Self.attribute("telemetry.sdk.name", .text("governor")),
                Self.attribute("telemetry.sdk.language", .text("swift")),
                Self.attribute("telemetry.sdk.version", .text(BuildInformation.version)),
            ])
        ]
        let scope: JSONValue = ["name": "governor.gateway", "version": .string(BuildInformation.version)]
        return [
            "resourceSpans": [
                ["resource": resource, "scopeSpans": [["scope": scope, "spans": .array(spans.map(Self.json))]]]
            ]
        ]
    }

    private static func json(_ span: Span) -> JSONValue {
        var json: JSONObject = [
            "traceId": .string(span.context.traceID.text), "spanId": .string(span.context.spanID.paddedHex),
            "name": .string(span.name), "kind": .integer(span.kind.rawValue), "flags": 1,
            "startTimeUnixNano": .string(String(span.start)), "endTimeUnixNano": .string(String(span.end)),
            "attributes": .array(span.attributes.map { attribute($0.name, $0.value) }),
            // The message is the code: what a server or a client has said is not for a trace.
            "status": span.failure.map { ["code": 2, "message": .string($0)] } ?? [:],
        ]
        if let parent = span.parent { json["parentSpanId"] = .string(parent.paddedHex) }
        if !span.state.text.isEmpty { json["traceState"] = .string(span.state.text) }
        return .object(json)
    }

    private static func attribute(_ name: String, _ value: Span.Value) -> JSONValue {
        ["key": .string(name), "value": Self.value(value)]
    }

    private static func value(_ value: Span.Value) -> JSONValue {
        switch value {
        case .text(let text): ["stringValue": .string(text)]
        case .number(let number): ["intValue": .string(String(number))]
        case .flag(let flag): ["boolValue": .bool(flag)]
        case .texts(let texts): ["arrayValue": ["values": .array(texts.map { ["stringValue": .string($0)] })]]
        }
    }
}
