import ArgumentParser
import GovernorCore
import GovernorPolicy

/// `governor serve`: the gateway and the evidence service.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the gateway and the evidence service.",
        discussion: """
            The gateway (port 8081) decides about prompts and outputs; the evidence service (port 8080) takes evidence \
            and serves receipts. The first start makes an administrator's API key and prints it once. SIGTERM and \
            SIGINT finish what is in flight. SIGHUP, and a change of the configuration, the policy or another file \
            that it names, takes over what is new; what is wrong is logged, and the old holds. Every key of the configuration is in docs/configuration.md.

            \(ExitCodes.serve)

            Example:
              $ governor serve --data governor-data \\
                  --policy examples/policies/adr-006.embedded-governance.yaml
            """)

    @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
    var config: String?

    @OptionGroup var overrides: ServeOverrides

    @Option(help: "Who may call: keys for bearers of an API key, none for anybody on this machine.")
    var auth: ServeConfiguration.Authentication?

    func run() async throws {
        let source = ConfigurationSource(file: config) { [config, flags = overrides.flags(auth: auth)] in
            try ConfigurationLoader(environment: .process).load(file: config, flags: flags)
        }
        let server = try Server(source)
        try await server.run { running in
            try StandardStream.output.write(Banner.text(running, data: server.configuration.data))
        }
    }
}

extension ServeConfiguration.Authentication: ExpressibleByArgument {}

/// The settings that a command line may change.
struct ServeOverrides: ParsableArguments {
    @Option(help: ArgumentHelp("The policy file to decide by.", valueName: "file"))
    var policy: String?

    @Option(help: ArgumentHelp("The folder of the ledger and its keys.", valueName: "folder"))
    var data: String?

    @Option(help: ArgumentHelp("The address that both listeners take.", valueName: "address"))
    var host: String?

    @Option(help: ArgumentHelp("The gateway's port.", valueName: "port"))
    var gatewayPort: String?

    @Option(help: ArgumentHelp("The evidence service's port.", valueName: "port"))
    var evidencePort: String?

    func flags(auth: ServeConfiguration.Authentication?) -> [ConfigurationLoader.Override] {
        let values: [(String, String, String?)] = [
            ("policy", "--policy", policy), ("data", "--data", data), ("gateway.host", "--host", host),
            ("evidence.host", "--host", host), ("gateway.port", "--gateway-port", gatewayPort),
            ("evidence.port", "--evidence-port", evidencePort), ("gateway.auth", "--auth", auth?.rawValue),
            ("evidence.auth", "--auth", auth?.rawValue),
        ]
        return values.compactMap { path, origin, text in
            text.map { ConfigurationLoader.Override(path: path, text: $0, origin: origin) }
        }
    }
}
