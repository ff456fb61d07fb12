import GovernorCore
import GovernorLedger

/// DSSE: what is signed, the example of the specification, and envelopes under keys and a threshold.
enum DSSECases {
    static func run(section: String, _ value: JSONValue, _ run: inout CaseRun) {
        guard section == "pae" else { return run.check(value["id"]?.string ?? section) { try specification(value) } }
        for (number, element) in (value.array ?? []).enumerated() {
            run.check("pae-\(number)") {
                let message = PreAuthenticationEncoding.message(
                    payloadType: try element.text("type"), payload: try element.base64("bodyB64"))
                try expectEqual(message, try element.base64("paeB64"), "the message")
            }
        }
    }

    static func envelope(_ element: JSONValue) throws {
        let keys = try element.list("keys").map(key)
        try verify(element, keys, threshold: Int(try element.number("threshold")))
    }

    private static func specification(_ element: JSONValue) throws {
        let form: AttestationKey.ECDSASignatureForm =
            (element["signatureEncoding"]?.string ?? "").utf8.starts(with: "raw".utf8) ? .raw : .der
        try verify(element, [try AttestationKey(pem: try element.text("publicKeyPem"), signatures: form)], threshold: 1)
        let envelope = try DSSEEnvelope(json: try element.member("envelope"))
        let message = PreAuthenticationEncoding.message(payloadType: envelope.payloadType, payload: envelope.payload)
        try expectEqual(String(decoding: message, as: UTF8.self), try element.text("pae"), "the message")
    }

    private static func verify(_ element: JSONValue, _ keys: [AttestationKey], threshold: Int) throws {
        let json = try element.member("envelope")
        try expectVerdict(valid: try element.flag("valid")) {
            let envelope = try DSSEEnvelope(parsing: json.compactBytes)
            let verified = try envelope.verified(
                by: keys, threshold: threshold, payloadType: try json.text("payloadType"))
            try expectEqual(verified.payload, envelope.payload, "the payload handed on")
            try expectEqual(try DSSEEnvelope(json: envelope.json), envelope, "the envelope read again")
        }
    }

    private static func key(_ element: JSONValue) throws -> AttestationKey {
        switch try element.text("scheme") {
        case "ed25519": try AttestationKey(ed25519: try element.hex("public"))
        case "ecdsa-sha2-nistp256": try AttestationKey(pem: try element.text("public"))
        case let scheme: throw SkippedCase(reason: "keys of scheme \(scheme) are not supported")
        }
    }
}
