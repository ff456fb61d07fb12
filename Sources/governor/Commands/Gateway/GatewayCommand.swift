import ArgumentParser
import GovernorCore
import GovernorServer

/// `governor gateway …`: stops AI systems at run time, and lets them run again.
struct GatewayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gateway",
        abstract: "Stop AI systems at run time, and let them run again.",
        subcommands: [GatewayStopCommand.self, GatewayStartCommand.self, GatewayStopsCommand.self])
}

/// Which evidence service, and how to print.
struct KillSwitchOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The address of the evidence service.", valueName: "url"))
    var url = "http://127.0.0.1:8080"

    @Option(
        help: ArgumentHelp("The file of an administrator's key; GOVERNOR_API_KEY when left out.", valueName: "file"))
    var apiKeyFile: String?

    @Option(help: "How to print: text or json.")
    var format = OutputFormat.text

    /// How long an answer may take.
    private static let timeout = Duration.seconds(30)
    /// The most bytes of an answer: a list may hold thousands of stops with their reasons.
    private static let answerLimit = 64 << 20

    /// Stops a system.
    func stop(_ system: String, _ reason: String) async throws -> JSONValue {
        let client = try client("")
        return try json(of: await client.post(["system": .string(system), "reason": .string(reason)], attempts: 1))
    }

    /// What is stopped.
    func stops() async throws -> [JSONValue] {
        let client = try client("")
        return try json(of: await client.get(attempts: 3))["items"]?.array ?? []
    }

    /// Takes a stop back.
    func start(_ stop: JSONValue, _ reason: String?) async throws -> JSONValue {
        let query = reason.map { "?reason=\($0.percentEncoded())" } ?? ""
        let client = try client("/\(stop["id"]?.string ?? "")", query: query)
        return try json(of: await client.delete(attempts: 1))
    }

    private func client(_ path: String, query: String = "") throws -> ServiceClient {
        let key = try apiKeyFile.map { try APIKeyFile.key(in: $0) } ?? Environment.process["GOVERNOR_API_KEY"]
        return try ServiceClient(
            .switches, url: url, path: "/api/v1/kill-switches\(path)\(query)", apiKey: key, timeout: Self.timeout,
            answerLimit: Self.answerLimit)
    }

    private func json(of answer: ServiceClient.Answer) throws(ServiceClientError) -> JSONValue {
        guard (200...201).contains(answer.status) else {
            throw .refused(
                .switches, status: answer.status, code: answer.json?["code"]?.string,
                detail: answer.json?["detail"]?.string, hint: answer.json?["hint"]?.string)
        }
        guard let json = answer.json else { throw .unexpectedAnswer(.switches, status: answer.status) }
        return json
    }

    /// Prints stops in the chosen form, each with what happened to it.
    func print(_ stops: [JSONValue], _ what: String) throws {
        let text =
            format == .json
            ? JSONValue.object(["stops": .array(stops)]).prettyText + "\n"
            : stops.map { stop in
                let parts = ["system", "id", "created_at", "reason"].map { (stop[$0]?.string ?? "–").singleLine }
                return "\(what)\t\(parts.joined(separator: "\t"))\n"
            }.joined()
        try StandardStream.output.write(text)
    }
}

/// `governor gateway stop`.
struct GatewayStopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Stop a system.",
        discussion: """
            From then on requests for it are refused and streams are cut, until each of its stops is taken back.

            \(ExitCodes.killSwitch)

            Example:
              $ governor gateway stop credit-assistant --reason "INC-42"
            """)

    @Argument(help: "A model, a target of one, all that begin so (gpt-*), or * for everything.")
    var system: String

    @Option(help: "Why; kept encrypted with the record.")
    var reason: String

    @OptionGroup var options: KillSwitchOptions

    func run() async throws { try options.print([try await options.stop(system, reason)], "stopped") }
}

/// `governor gateway start`.
struct GatewayStartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Let a system run again: take back every stop of that name.",
        discussion: """
            \(ExitCodes.killSwitchStart)

            Example:
              $ governor gateway start credit-assistant --reason "INC-42 closed"
            """)

    @Argument(help: "The name by which it was stopped.")
    var system: String

    @Option(help: "Why; kept encrypted with the record.")
    var reason: String?

    @OptionGroup var options: KillSwitchOptions

    func run() async throws {
        let stops = try await options.stops().filter { $0["system"]?.string?.isExactly(system) ?? false }
        guard !stops.isEmpty else {
            Diagnostics.warn("nothing is stopped by this name; 'governor gateway stops' lists what is")
            throw ExitCode.answerIsNo
        }
        for stop in stops { try options.print([try await options.start(stop, reason)], "started") }
    }
}

/// `governor gateway stops`.
struct GatewayStopsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stops", abstract: "List what is stopped.",
        discussion: """
            \(ExitCodes.killSwitch)

            Example:
              $ governor gateway stops --format json
            """)

    @OptionGroup var options: KillSwitchOptions

    func run() async throws { try options.print(try await options.stops(), "stopped") }
}
