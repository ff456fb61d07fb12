import GovernorCore

/// Replaces what was found in a text by its kind, such as `[email]`.
enum Redaction {
    /// - Parameter findings: In order and without overlaps, as inspectors give them.
    static func apply(_ findings: [Finding], to text: String) -> String {
        let bytes = Array(text.utf8)
        var redacted: [UInt8] = []
        redacted.reserveCapacity(bytes.count)
        var position = 0
        for finding in findings {
            redacted += bytes[position..<finding.span.lowerBound]
            redacted += Array("[\(finding.kind)]".utf8)
            position = finding.span.upperBound
        }
        return String(decoding: redacted + bytes[position...], as: UTF8.self)
    }
}
