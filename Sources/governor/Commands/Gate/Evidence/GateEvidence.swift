// The evidence document of a gate run, `evidence.json`:
//
//     build_id, timestamp, outcome                     which build, when, PASS or FAIL
//     policy_id, policy_version, policy_sha256         the policy; the digest is that of its canonical form
//     thresholds_checked[]                             name, target_min | target_max | target + operator, actual, status
//     artifacts[]                                      name, sha256 of the bytes that were read
//     signature                                        a DSSE envelope, or null
//
// The envelope signs an in-toto Statement whose first subject is the SHA-256 of the RFC 8785 form of all other members.
// RFC 8785 rounds numbers to doubles, so a decimal that a double cannot carry is written as a string: two documents that
// differ in any value differ in their digest.

import GovernorCore
import GovernorLedger
import GovernorPolicy

/// What a gate run leaves behind for others to check.
struct GateEvidence {
    /// All members but the signature.
    private let document: JSONObject
    /// The SHA-256 of the canonical form of all members but the signature.
    let digest: Digest

    /// Writes down a run.
    init(of run: GateRun) throws(JSONError) { try self.init(document: Self.document(of: run)) }

    /// Reads the document apart from its signature.
    ///
    /// - Throws: ``CommandError/invalid(path:problem:hint:)`` when a number is not carried exactly by a double, because
    ///   then the digest would not cover its last digits.
    init(reading json: JSONObject, from name: String) throws {
        var document = json
        document["signature"] = nil
        do throws(JSONError) { try self.init(document: document) } catch {
            throw CommandError.invalid(path: name, problem: error.message, hint: error.hint)
        }
    }

    private init(document: JSONObject) throws(JSONError) {
        self.document = document
        digest = .sha256(try JSONValue.object(document).exactCanonicalBytes())
    }

    /// The document as it is stored.
    ///
    /// - Parameter signature: The DSSE envelope, or null.
    func json(signature: JSONValue) -> JSONValue {
        var complete = document
        complete["signature"] = signature
        return .object(complete)
    }

    /// The document as a fact holds it: every number as a string.
    func factPayload(signature: JSONValue) -> JSONValue { Self.withTextNumbers(json(signature: signature)) }

    private static func document(of run: GateRun) -> JSONObject {
        let report = run.report
        return [
            "build_id": .string(run.buildID),
            "timestamp": .string(report.time.description),
            "policy_id": .string(report.policy.id),
            "policy_version": .string(report.policy.version),
            "policy_sha256": .string(report.policy.digest.hex),
            "outcome": .string(report.outcome.rawValue),
            "thresholds_checked": .array(report.results.map(check)),
            "artifacts": .array(
                run.artifacts.map { ["name": .string($0.name), "sha256": .string($0.digest.hex)] }),
        ]
    }

    private static func check(_ result: ThresholdResult) -> JSONValue {
        let threshold = result.threshold
        var check: JSONObject = ["name": .string(threshold.name.description)]
        switch threshold.comparison {
        case .atLeast: check["target_min"] = number(threshold.target)
        case .atMost: check["target_max"] = number(threshold.target)
        case .above, .below, .equal, .different:
            check["target"] = number(threshold.target)
            check["operator"] = .string(threshold.comparison.rawValue)
        }
        check["actual"] = result.actual.map(number) ?? .null
        check["status"] = .string(result.status.rawValue)
        if threshold.enforcement != .enforce { check["enforcement"] = .string(threshold.enforcement.rawValue) }
        if let waiver = result.waiverID { check["waiver"] = .string(waiver) }
        return .object(check)
    }

    private static func number(_ decimal: ExactDecimal) -> JSONValue {
        let number = JSONNumber(decimal)
        return number.isExact ? .number(number) : .string(decimal.description)
    }

    private static func withTextNumbers(_ value: JSONValue) -> JSONValue {
        switch value {
        case .number(let number): .string(number.decimal?.description ?? number.text)
        case .array(let elements): .array(elements.map(withTextNumbers))
        case .object(let members): .object(JSONObject(members.map { ($0.name, withTextNumbers($0.value)) }))
        case .null, .bool, .string: value
        }
    }
}
