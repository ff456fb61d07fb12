import GovernorCore
import GovernorLedger
import GovernorTesting
import Testing

@Suite struct DSSEEnvelopeTests {
    let key = SampleKeys.key("gate.example", seed: 1)
    let other = SampleKeys.key("other.example", seed: 2)
    let payload = Array(#"{"a":1}"#.utf8)

    @Test func `verifying hands on exactly the signed bytes and the keys that signed`() throws {
        let envelope = DSSEEnvelope(signing: payload, type: "text/x", by: key, other)
        let read = try DSSEEnvelope(parsing: Array(envelope.json.compactText.utf8))
        let keys = [AttestationKey(key), AttestationKey(other)]
        let verified = try read.verified(by: keys, threshold: 2, payloadType: "text/x")
        #expect(verified.payload == payload)
        #expect(verified.payloadType == "text/x")
        #expect(verified.keys == keys)
        #expect(read.signatures.map(\.keyID) == keys.map(\.keyID))
    }

    @Test func `no changed bit of payload, type or signature is accepted`() throws {
        let envelope = DSSEEnvelope(signing: payload, type: "text/x", by: key)
        func expectRefused(_ payload: [UInt8], _ type: String, _ signature: [UInt8]) {
            let json: JSONValue = [
                "payload": .string(Base64.encode(payload)), "payloadType": .string(type),
                "signatures": [["sig": .string(Base64.encode(signature))]],
            ]
            #expect(throws: AttestationError.self) {
                try DSSEEnvelope(json: json).verified(by: [AttestationKey(key)], payloadType: type)
            }
        }
        let signature = envelope.signatures[0].bytes
        for bit in 0..<payload.count * 8 { expectRefused(payload.flippingBit(bit), "text/x", signature) }
        for bit in 0..<signature.count * 8 { expectRefused(payload, "text/x", signature.flippingBit(bit)) }
        for type in ["text/y", "text/", "", "text/xx"] { expectRefused(payload, type, signature) }
        expectRefused(payload + [0x20], "text/x", signature)
    }

    @Test func `a payload is not read as another type`() throws {
        let envelope = DSSEEnvelope(signing: payload, type: "text/x", by: key)
        #expect(throws: AttestationError.wrongPayloadType(expected: Statement.payloadType, actual: "text/x")) {
            try envelope.verified(by: [AttestationKey(key)], payloadType: Statement.payloadType)
        }
    }

    @Test func `one key signing twice, or listed twice, is one key`() throws {
        let envelope = DSSEEnvelope(signing: payload, type: "text/x", by: key, key)
        #expect(throws: AttestationError.impossibleThreshold(2, keys: 1)) {
            try envelope.verified(
                by: [AttestationKey(key), AttestationKey(key)], threshold: 2, payloadType: "text/x")
        }
        #expect(throws: AttestationError.tooFewSignatures(valid: 1, required: 2)) {
            try envelope.verified(
                by: [AttestationKey(key), AttestationKey(other)], threshold: 2, payloadType: "text/x")
        }
    }

    @Test(arguments: [0, -1])
    func `a threshold of nothing is refused`(threshold: Int) {
        let envelope = DSSEEnvelope(signing: payload, type: "text/x", by: key)
        #expect(throws: AttestationError.impossibleThreshold(threshold, keys: 1)) {
            try envelope.verified(by: [AttestationKey(key)], threshold: threshold, payloadType: "text/x")
        }
        #expect(throws: AttestationError.tooFewSignatures(valid: 0, required: 1)) {
            try envelope.verified(by: [], payloadType: "text/x")
        }
    }

    @Test(arguments: ["-_-_", "-_8=", "-_8", "-w==", "-w", "+/+/", "+/8=", ""])
    func `both alphabets of base64 are read`(text: String) throws {
        let json: JSONValue = ["payload": .string(text), "payloadType": "t", "signatures": [["sig": "AA=="]]]
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        let padded = standard + String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        #expect(try DSSEEnvelope(json: json).payload == Base64.decode(padded))
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"payload": "e30=", "payloadType": "t", "signatures": []}"#,
        #"{"payload": "e30=", "payloadType": "t"}"#,
        #"{"payload": 1, "payloadType": "t", "signatures": [{"sig": ""}]}"#,
        #"{"payload": "+_==", "payloadType": "t", "signatures": [{"sig": ""}]}"#,
        #"{"payload": "e30=", "payloadType": null, "signatures": [{"sig": ""}]}"#,
        #"{"payload": "e30=", "payloadType": "t", "signatures": [{"sig": "!"}]}"#,
        #"{"payload": "e30=", "payloadType": "t", "signatures": [{}]}"#,
        #"{"payload": "e30=", "payloadType": "t", "signatures": [{"sig": "", "keyid": 1}]}"#,
        #"{"payload": "e30=", "payload": "", "payloadType": "t", "signatures": [{"sig": ""}]}"#,
    ])
    func `a malformed envelope is refused`(text: String) {
        #expect(throws: AttestationError.self) { try DSSEEnvelope(parsing: Array(text.utf8)) }
    }

    /// Checked with `openssl pkey -pubin -outform DER | sha256sum`.
    @Test func `the key id is the digest of the public key in DER`() throws {
        let key = try AttestationKey(
            pem: """
                -----BEGIN PUBLIC KEY-----
                MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
                -----END PUBLIC KEY-----
                """)
        #expect(key.keyID == "a1e9156054e04fac899ae9f275132cdc07a5dbc4ea2c2ad3a1ffc6e0d253681f")
        #expect(key.scheme == .ed25519)
    }

    @Test(arguments: ["", "-----BEGIN PUBLIC KEY-----", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"])
    func `a malformed public key is refused`(pem: String) {
        #expect(throws: AttestationError.malformedKey) { try AttestationKey(pem: pem) }
    }
}

extension [UInt8] {
    fileprivate func flippingBit(_ bit: Int) -> [UInt8] {
        var bytes = self
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        return bytes
    }
}
