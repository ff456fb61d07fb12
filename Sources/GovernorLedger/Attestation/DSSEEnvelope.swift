// DSSE 1.0.2, a signed payload of any type:
//
//     {"payload": base64, "payloadType": type, "signatures": [{"keyid": hint, "sig": base64}, …]}
//
// A signature covers type and payload (`PreAuthenticationEncoding`), so neither can be exchanged. Readers accept both
// base64 alphabets; unknown members are ignored, as the format asks.

public import GovernorCore

/// A payload with its type and signatures.
///
/// The payload means nothing before ``verified(by:threshold:payloadType:)`` has returned.
public struct DSSEEnvelope: Sendable, Equatable {
    /// One signature.
    public struct Signature: Sendable, Equatable {
        /// Which key may have signed; a hint that nothing authenticates.
        public let keyID: String?
        /// The signature in the form of the key's scheme.
        public let bytes: [UInt8]
    }

    /// What verifying hands on: exactly the bytes that were signed.
    public struct Verified: Sendable, Equatable {
        /// The type of the payload.
        public let payloadType: String
        /// The payload.
        public let payload: [UInt8]
        /// The trusted keys that signed, each once.
        public let keys: [AttestationKey]
    }

    /// The most signatures that are read.
    public static let maximumSignatures = 100

    /// The type of the payload, such as `application/vnd.in-toto+json`.
    public let payloadType: String
    /// The payload.
    public let payload: [UInt8]
    /// The signatures.
    public let signatures: [Signature]

    /// Signs a payload.
    public init(signing payload: [UInt8], type payloadType: String, by keys: SigningKey...) {
        let message = PreAuthenticationEncoding.message(payloadType: payloadType, payload: payload)
        self.payloadType = payloadType
        self.payload = payload
        signatures = keys.map { Signature(keyID: AttestationKey($0).keyID, bytes: $0.sign(message)) }
    }

    /// Reads an envelope. Nothing in it is trusted yet.
    ///
    /// - Throws: ``AttestationError`` for the first thing that is not as the format says.
    public init(parsing bytes: [UInt8]) throws(AttestationError) {
        let document: JSONValue
        do throws(JSONError) { document = try JSONValue(parsing: bytes) } catch { throw .notJSON(error) }
        try self.init(json: document)
    }

    /// Reads an envelope that is a JSON value already, such as a member of a larger document.
    ///
    /// - Throws: ``AttestationError``.
    public init(json: JSONValue) throws(AttestationError) {
        guard let payload = Self.bytes(json["payload"]) else {
            throw .malformed(pointer: "/payload", expected: "base64")
        }
        guard let payloadType = json["payloadType"]?.string else {
            throw .malformed(pointer: "/payloadType", expected: "a string")
        }
        guard let list = json["signatures"]?.array, !list.isEmpty else {
            throw .malformed(pointer: "/signatures", expected: "a list of signatures")
        }
        guard list.count <= Self.maximumSignatures else { throw .tooManySignatures(list.count) }
        var signatures: [Signature] = []
        for (position, element) in list.enumerated() {
            guard let bytes = Self.bytes(element["sig"]) else {
                throw .malformed(pointer: "/signatures/\(position)/sig", expected: "base64")
            }
            guard element["keyid"].map({ $0.isNull || $0.string != nil }) ?? true else {
                throw .malformed(pointer: "/signatures/\(position)/keyid", expected: "a string")
            }
            signatures.append(Signature(keyID: element["keyid"]?.string, bytes: bytes))
        }
        self.payload = payload
        self.payloadType = payloadType
        self.signatures = signatures
    }

    /// The place of a member that is none of the format's; nil when there is none.
    ///
    /// The format asks readers to ignore such members. Where an envelope is a part of a document that is said to be
    /// unchanged, nothing vouches for them.
    ///
    /// - Returns: A JSON pointer.
    public static func unknownMember(in json: JSONValue) -> JSONPointer? {
        if let name = json.object?.unknown(["payload", "payloadType", "signatures"]) {
            return JSONPointer(tokens: [name])
        }
        for (position, signature) in (json["signatures"]?.array ?? []).enumerated() {
            guard let name = signature.object?.unknown(["keyid", "sig"]) else { continue }
            return JSONPointer(tokens: ["signatures", String(position), name])
        }
        return nil
    }

    /// The envelope as JSON.
    public var json: JSONValue {
        [
            "payload": .string(Base64.encode(payload)),
            "payloadType": .string(payloadType),
            "signatures": .array(
                signatures.map { signature in
                    let keyID: [(String, JSONValue)] = signature.keyID.map { [("keyid", .string($0))] } ?? []
                    return .object(JSONObject(keyID + [("sig", .string(Base64.encode(signature.bytes)))]))
                }),
        ]
    }

    /// Checks that enough different trusted keys have signed.
    ///
    /// - Parameters:
    ///   - keys: The trusted keys; one that is listed twice counts once.
    ///   - threshold: How many of them must have signed, at least 1.
    ///   - payloadType: The type the caller is about to read the payload as.
    /// - Returns: The payload, to be parsed from these bytes and no others.
    /// - Throws: ``AttestationError``.
    public func verified(
        by keys: [AttestationKey], threshold: Int = 1, payloadType expected: String
    ) throws(AttestationError) -> Verified {
        guard expected.isExactly(payloadType) else {
            throw .wrongPayloadType(expected: expected, actual: payloadType)
        }
        let trusted = Set(keys)
        // One key may be listed under two signature forms: it is still one key.
        let different = Set(trusted.map(\.publicKey)).count
        guard (1...max(1, different)).contains(threshold) else {
            throw .impossibleThreshold(threshold, keys: different)
        }
        let message = PreAuthenticationEncoding.message(payloadType: payloadType, payload: payload)
        var signers: [AttestationKey] = []
        for signature in signatures {
            let candidates = trusted.filter { key in !signers.contains { $0.publicKey == key.publicKey } }
            if let signer = candidates.first(where: { $0.verifies(signature.bytes, of: message) }) {
                signers.append(signer)
            }
        }
        guard signers.count >= threshold else {
            throw .tooFewSignatures(valid: signers.count, required: threshold)
        }
        return Verified(payloadType: payloadType, payload: payload, keys: signers)
    }

    /// Decodes the standard or the URL-safe alphabet, the latter with or without padding.
    private static func bytes(_ value: JSONValue?) -> [UInt8]? {
        guard let text = value?.string else { return nil }
        if let bytes = Base64.decode(text) { return bytes }
        let unpadded = text.utf8.count.isMultiple(of: 4) ? text[...].trimmingPadding : text[...]
        return Base64.decode(String(unpadded), .urlSafe)
    }
}

extension JSONObject {
    /// The first name that is not among the known ones.
    fileprivate func unknown(_ known: [String]) -> String? {
        keys.first { name in !known.contains { $0.isExactly(name) } }
    }
}

extension Substring {
    /// The text without the one or two `=` at its end.
    fileprivate var trimmingPadding: Substring {
        if utf8.suffix(2).elementsEqual("==".utf8) { return dropLast(2) }
        return utf8.last == UInt8(ascii: "=") ? dropLast() : self
    }
}
