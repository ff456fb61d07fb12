/// What a DSSE signature covers: type and body, each led by its length, so that neither can be read as part of the other.
///
///     "DSSEv1" SP <bytes of type> SP type SP <bytes of body> SP body
package enum PreAuthenticationEncoding {
    /// The message to sign. Lengths count bytes and are written in decimal.
    package static func message(payloadType: String, payload: [UInt8]) -> [UInt8] {
        Array("DSSEv1 \(payloadType.utf8.count) \(payloadType) \(payload.count) ".utf8) + payload
    }
}
