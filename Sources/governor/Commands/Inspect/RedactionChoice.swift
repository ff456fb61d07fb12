import ArgumentParser
import Crypto
import GovernorCore
import GovernorInspect
import GovernorLedger

/// The operators of `--redact`.
enum RedactionChoice: String, ExpressibleByArgument, CaseIterable {
    case replace, mask, remove, hash, pseudonymise

    /// Fewer bytes could be tried out.
    private static let shortestKey = 16

    /// The operator.
    ///
    /// - Parameter keyFile: Where the key of pseudonyms is.
    /// - Throws: ``CommandError`` when it cannot be read or is too short.
    func choice(keyFile: String?) throws(CommandError) -> RedactionOperator {
        switch self {
        case .replace: return .replace
        case .mask: return .mask
        case .remove: return .remove
        case .hash: return .hash(Digest.sha256)
        case .pseudonymise:
            let path = keyFile ?? ""
            let key = try InputFile(path, "key").bytes()
            guard key.count >= Self.shortestKey else {
                throw .invalid(
                    path: path, problem: "the key has less than \(Self.shortestKey) bytes",
                    hint: "make one: head -c 32 /dev/urandom > \(path)")
            }
            return .hash { value in
                let code = HMAC<SHA256>.authenticationCode(for: value, using: SymmetricKey(data: key))
                guard let digest = Digest(bytes: Array(code)) else { preconditionFailure("HMAC-SHA-256 has 32 bytes") }
                return digest
            }
        }
    }
}
