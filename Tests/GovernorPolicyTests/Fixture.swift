import Foundation
import GovernorCore
import GovernorPolicy
import Testing

/// Files of the repository and the digests that tests use.
enum Fixture {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: root.appending(path: path))) }

    /// Not SHA-256, which the pure parts do not have: 64-bit FNV-1a four times, enough to tell documents apart.
    static let digest: DigestFunction = { bytes in
        let words = (0..<4).map { seed in
            bytes.reduce(0xcbf2_9ce4_8422_2325 ^ UInt64(seed)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        }
        let all = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) } }
        guard let digest = Digest(bytes: all) else { preconditionFailure("32 bytes") }
        return digest
    }

    /// Some of what inspectors find.
    static let kinds: Set<String> = ["credit_card", "email", "person", "phone"]

    static func policy(_ yaml: String) throws -> Policy {
        try Policy(Array(yaml.utf8), name: "policy.yaml", kinds: kinds, digest: digest)
    }

    static func reference() throws -> Policy {
        let path = "examples/policies/adr-006.embedded-governance.yaml"
        return try Policy(try bytes(path), name: path, kinds: kinds, digest: digest)
    }

    /// The problems of a policy as `line:column code`.
    static func problems(_ yaml: String) -> [String] { failures(yaml).map { "\($0.position) \($0.code)" } }

    static func failures(_ yaml: String) -> [DocumentProblem] {
        do throws(DocumentErrors) {
            _ = try Policy(Array(yaml.utf8), name: "policy.yaml", kinds: kinds, digest: digest)
            return []
        } catch {
            return error.problems
        }
    }

    static let start = Timestamp(millisecondsSince1970: 1_767_225_600_000)  // 2026-01-01
}
