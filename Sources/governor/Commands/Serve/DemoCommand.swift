import ArgumentParser
import GovernorCore
import GovernorGateway

/// `governor demo`: a server that has already governed something.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Run a server that has just governed an example, and show what to try.",
        discussion: """
            It loads the example policy, judges the example artifacts, decides about three prompts, and goes on \
            serving this machine without keys.

            \(ExitCodes.serve)

            Example:
              $ governor demo --data governor-data
            """)

    @OptionGroup var overrides: ServeOverrides

    @Option(help: ArgumentHelp("The folder of the examples.", valueName: "folder"))
    var examples = "examples"

    func run() async throws {
        var flags = overrides.flags(auth: ServeConfiguration.Authentication.none)
        if overrides.policy == nil {
            let policy = "\(examples)/policies/adr-006.embedded-governance.yaml"
            flags.append(ConfigurationLoader.Override(path: "policy", text: policy, origin: "--examples"))
        }
        let model = #"[{"name":"*","api":"demo"}]"#
        flags.append(ConfigurationLoader.Override(path: "gateway.models", text: model, origin: "the demo"))
        flags.append(ConfigurationLoader.Override(path: "log.level", text: "warning", origin: "the demo"))
        let source = ConfigurationSource(file: nil) { [flags] in
            try ConfigurationLoader(environment: Environment([:])).load(file: nil, flags: flags)
        }
        let artifacts = try ["passing", "failing"].map { name in
            (name, try DemoTour.metrics(in: "\(examples)/artifacts/\(name)"))
        }
        let server = try Server(source)
        let data = server.configuration.data
        try await server.run { running in
            try StandardStream.output.write(Banner.text(running, data: data))
            try await DemoTour(running: running, data: data).run(artifacts: artifacts)
        }
    }
}
