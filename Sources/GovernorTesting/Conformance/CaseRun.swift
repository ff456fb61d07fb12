import ConformanceCases
import GovernorCore

/// Runs the cases of one file and collects how they ended.
struct CaseRun {
    private(set) var outcomes: [CaseOutcome] = []

    /// Runs one case. It passes when the body returns; what the body throws is the reason of the failure.
    mutating func check(_ id: String, _ body: () throws -> Void) {
        do {
            try body()
            outcomes.append(CaseOutcome(id: id, status: .passed))
        } catch let skip as SkippedCase {
            outcomes.append(CaseOutcome(id: id, status: .skipped, detail: skip.reason))
        } catch {
            outcomes.append(CaseOutcome(id: id, status: .failed, detail: String(describing: error)))
        }
    }
}

/// What a case expected and did not get.
struct Mismatch: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// A case that lacks what its shape promises; it neither passes nor counts as refused.
struct MalformedCase: Error, CustomStringConvertible {
    let description: String
}

/// Why a case is not tried.
struct SkippedCase: Error {
    let reason: String
}

/// Fails the case unless both are equal.
func expectEqual<Value: Equatable>(_ actual: Value, _ expected: Value, _ what: String) throws {
    guard actual == expected else { throw Mismatch("\(what) is \(actual), not \(expected)") }
}

/// Fails the case unless the body does what the case says of it: succeed when valid, throw when not.
func expectVerdict(valid: Bool, _ body: () throws -> Void) throws {
    do { try body() } catch let problem as MalformedCase {
        throw problem
    } catch {
        if valid { throw Mismatch("refused a valid one: \(error)") }
        return
    }
    if !valid { throw Mismatch("accepted an invalid one") }
}

/// Typed access to the members of a case; a missing or odd one fails the case and names itself.
extension JSONValue {
    func member(_ name: String) throws -> JSONValue {
        guard let value = self[name] else { throw MalformedCase(description: "member '\(name)' is missing") }
        return value
    }

    func text(_ name: String) throws -> String {
        guard let text = try member(name).string else { throw Mismatch("member '\(name)' is no string") }
        return text
    }

    func flag(_ name: String) throws -> Bool {
        guard let flag = try member(name).bool else { throw Mismatch("member '\(name)' is no boolean") }
        return flag
    }

    /// A number that may be as large as a 64-bit unsigned integer, or the same as a string.
    func number(_ name: String) throws -> UInt64 {
        let value = try member(name)
        guard let number = UInt64(value.number?.text ?? value.string ?? "") else {
            throw Mismatch("member '\(name)' is no unsigned integer")
        }
        return number
    }

    func list(_ name: String) throws -> [JSONValue] {
        let value = try member(name)
        guard let list = value.isNull ? [] : value.array else { throw Mismatch("member '\(name)' is no list") }
        return list
    }

    func base64(_ name: String) throws -> [UInt8] {
        guard let bytes = Base64.decode(try text(name)) else { throw Mismatch("member '\(name)' is no base64") }
        return bytes
    }

    func hex(_ name: String) throws -> [UInt8] { try member(name).hexBytes() }

    func hexBytes() throws -> [UInt8] {
        guard let bytes = string.flatMap({ Hex.decode($0.utf8) }) else { throw Mismatch("no hexadecimal digits") }
        return bytes
    }

    /// A digest in base64 or hexadecimal.
    func digest(_ name: String) throws -> Digest { try member(name).digest() }

    func digest() throws -> Digest {
        let text = string ?? ""
        let bytes = text.utf8.count == 64 ? Hex.decode(text.utf8) : Base64.decode(text)
        guard let digest = bytes.flatMap({ Digest(bytes: $0) }) else { throw Mismatch("no hash of 32 bytes") }
        return digest
    }
}
