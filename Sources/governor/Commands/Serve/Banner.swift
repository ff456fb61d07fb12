import GovernorCore

/// What a server says when it has started.
enum Banner {
    static func text(_ running: Server.Running, data: String) -> String {
        var lines = [
            "Governor \(BuildInformation.version)",
            "  policy    \(running.policy.id) \(running.policy.version) (sha256 \(running.policy.digest.hex.prefix(12))…)",
            "  data      \(data)",
            "  gateway   \(running.gatewayURL)   POST /v1/chat/completions, /v1/messages, /filter/prompt, /ci/check",
            "  evidence  \(running.evidenceURL)   POST /evidence, /incident; GET /receipts/ID, /checkpoint",
        ]
        if let secret = running.firstKey {
            lines += [
                "  API key   \(secret)", "            an administrator's; shown only now, so keep it in a safe place",
            ]
        }
        return (lines + ["Stop with Ctrl-C."]).map { $0 + "\n" }.joined()
    }
}
