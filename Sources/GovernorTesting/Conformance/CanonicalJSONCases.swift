import GovernorCore

/// RFC 8785: whole documents, and numbers by their IEEE 754 bits.
enum CanonicalJSONCases {
    static func run(section: String, _ value: JSONValue, _ run: inout CaseRun) {
        for (number, element) in (value.array ?? []).enumerated() {
            let bits = element.string ?? element["ieee754"]?.string ?? "?"
            run.check("\(section)-\(number)-\(bits)") {
                let double = try self.double(bits)
                if section == "reject" {
                    try expectVerdict(valid: false) { _ = try canonical(double) }
                } else {
                    try expectEqual(try canonical(double), try element.text("json"), "the number")
                }
            }
        }
    }

    static func document(_ element: JSONValue) throws {
        let document = try JSONValue(parsing: Array(try element.text("input").utf8))
        try expectEqual(Hex.encode(try document.canonicalBytes()), try element.text("outputHex"), "the canonical form")
    }

    private static func double(_ bits: String) throws -> Double {
        guard bits.utf8.count == 16, let pattern = UInt64(bits, radix: 16) else { throw Mismatch("no IEEE 754 bits") }
        return Double(bitPattern: pattern)
    }

    private static func canonical(_ double: Double) throws -> String {
        guard let number = JSONNumber(double) else { throw Mismatch("not a number JSON can hold") }
        return String(decoding: try JSONValue.number(number).canonicalBytes(), as: UTF8.self)
    }
}
