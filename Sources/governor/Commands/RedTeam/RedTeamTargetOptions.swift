import ArgumentParser
import GovernorCore

/// What attacks are tried on.
struct RedTeamTargetOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A policy: its decisions on prompts; with --endpoint, on prompts and answers.", valueName: "file"))
    var policy: String?

    @Option(help: ArgumentHelp("The address of a running policy gateway.", valueName: "url"))
    var gateway: String?

    @Option(
        help: ArgumentHelp(
            "The address of a model's API compatible with OpenAI's, such as https://host/v1.", valueName: "url"))
    var endpoint: String?

    @Option(help: ArgumentHelp("The name of the model at the endpoint.", valueName: "name"))
    var model: String?

    @Option(help: ArgumentHelp("A file with the system message for the model.", valueName: "file"))
    var system: String?

    @Option(help: ArgumentHelp("The most tokens of an answer of the model.", valueName: "count"))
    var maxTokens: Int?

    @Option(
        help: ArgumentHelp(
            "The file of the API key; for --gateway GOVERNOR_API_KEY when left out.", valueName: "file"))
    var apiKeyFile: String?

    @Option(help: ArgumentHelp("How long an answer may take.", valueName: "seconds"))
    var timeout = 60

    @Option(
        help: ArgumentHelp("How often a prompt is sent again after no answer, 408, 429 or 5xx.", valueName: "count"))
    var retries = 3

    private static let systemLimit = 1 << 20

    func validate() throws {
        switch (policy != nil, gateway != nil, endpoint != nil) {
        case (true, false, _), (false, true, false), (false, false, true): break
        case (false, false, false): throw ValidationError("Missing target: give --policy, --gateway or --endpoint.")
        default: throw ValidationError("--gateway cannot be combined with --policy or --endpoint.")
        }
        guard (endpoint == nil) == (model == nil) else {
            throw ValidationError("--endpoint and --model belong together.")
        }
        guard endpoint != nil || (system == nil && maxTokens == nil) else {
            throw ValidationError("--system and --max-tokens are for --endpoint.")
        }
        guard apiKeyFile == nil || endpoint != nil || gateway != nil else {
            throw ValidationError("--api-key-file is for --gateway and --endpoint.")
        }
        // Addresses are in the report.
        guard [gateway, endpoint].allSatisfy({ $0?.contains("@") != true }) else {
            throw ValidationError("An address holds no user or password; give a key by --api-key-file.")
        }
        guard 1...3600 ~= timeout else { throw ValidationError("--timeout is 1 to 3600 seconds.") }
        guard 0...10 ~= retries else { throw ValidationError("--retries is 0 to 10.") }
        guard maxTokens ?? 1 >= 1 else { throw ValidationError("--max-tokens is at least 1.") }
    }

    /// The target.
    ///
    /// - Throws: `DocumentErrors` for a policy that is none, ``CommandError`` for files that cannot be read,
    ///   `ServiceClientError` for an address or key that cannot be used.
    func target(environment: Environment = .process) throws -> any RedTeamTarget {
        let policy = try policy.map { try PolicyTarget(PolicyFile($0).load()) }
        let key = try apiKeyFile.map { try APIKeyFile.key(in: $0) }
        if let endpoint, let model {
            let instructions = try system.map {
                String(
                    decoding: try InputFile($0, "system message").bytes(limit: Self.systemLimit), as: UTF8.self)
            }
            return try ChatTarget(
                service(at: endpoint),
                model: ChatTarget.Model(name: model, instructions: instructions, tokenLimit: maxTokens),
                policy: policy, apiKey: key)
        }
        if let gateway {
            return try GatewayTarget(service(at: gateway), apiKey: key ?? environment["GOVERNOR_API_KEY"])
        }
        guard let policy else { throw ValidationError("Missing target: give --policy, --gateway or --endpoint.") }
        return policy
    }

    private func service(at url: String) -> RedTeamService {
        RedTeamService(url: url, timeout: .seconds(timeout), attempts: retries + 1)
    }
}
