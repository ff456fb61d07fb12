/// Where a configuration comes from: a file, flags and the environment; read at the start, and again when it changes.
struct ConfigurationSource: Sendable {
    /// The configuration file; nil where there is none.
    let file: String?
    private let read: @Sendable () throws -> ServeConfiguration

    /// - Parameters:
    ///   - file: The configuration file, if there is one.
    ///   - read: Puts the configuration together.
    init(file: String?, _ read: @escaping @Sendable () throws -> ServeConfiguration) {
        self.file = file
        self.read = read
    }

    /// The configuration as it is now.
    ///
    /// - Parameter known: What was read before, which stays where it cannot be read twice.
    func configuration(after known: ServeConfiguration? = nil) throws -> ServeConfiguration {
        if let known, let file, InputFile(file).isStandardInput { return known }
        return try read()
    }

    /// The files that a configuration from here stands in and names.
    func files(of configuration: ServeConfiguration) -> Set<String> {
        Set([file].compactMap { $0 } + configuration.namedFiles).filter { !InputFile($0).isStandardInput }
    }
}

extension ServeConfiguration {
    /// Every file that it names and that is read at the start.
    var namedFiles: [String] { [policy].compactMap { $0 } + [keyringPath] + gateway.partFiles }

    /// The keys that another configuration sets otherwise although they hold until the process ends: what listens and
    /// stores was made with them, and whether callers need keys is nothing to change by the way.
    func fixedKeys(changedIn other: ServeConfiguration) -> [String] {
        let (gateway, others) = (gateway, other.gateway)
        return [
            ("data", data == other.data), ("log", log == other.log), ("gateway.host", gateway.host == others.host),
            ("gateway.port", gateway.port == others.port), ("gateway.auth", gateway.auth == others.auth),
            ("gateway.holds", gateway.holds == others.holds), ("gateway.limits", gateway.limits == others.limits),
            ("evidence", evidence == other.evidence), ("telemetry", telemetry == other.telemetry),
        ].filter { !$0.1 }.map(\.0)
    }
}

extension GatewayOptions {
    /// The files besides policy and API keys.
    var partFiles: [String] {
        [corpus].compactMap { $0 } + secondOpinions.flatMap(\.files)
            + models.flatMap(\.targets).flatMap { [$0.server.apiKeyFile, $0.server.certificateAuthorityFile] }
            .compactMap { $0 }
    }
}

extension OpinionOptions {
    /// The files that it names: its key, and its model where that is one.
    var files: [String] { [apiKeyFile, kind == .onnx ? model : nil].compactMap { $0 } }
}
