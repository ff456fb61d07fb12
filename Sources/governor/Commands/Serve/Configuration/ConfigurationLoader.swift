import GovernorCore
import GovernorPolicy

/// Puts a configuration together: flags over `GOVERNOR_…` over `PAC_…` and `OTEL_…` over the file over defaults.
///
/// Every key has a variable: `gateway.port` is `GOVERNOR_GATEWAY_PORT`. A value of the wrong kind is reported with the
/// name of the flag or variable it came from, a problem of the file with its line.
struct ConfigurationLoader {
    /// A value for one key from outside the file.
    struct Override: Equatable {
        /// The key's path, such as `gateway.port`.
        let path: String
        /// The value as it was given.
        let text: String
        /// What to call its origin in error messages: the option, or the variable.
        let origin: String
    }

    /// The reference system's variables and the keys they set.
    static let compatibilityNames = [("PAC_CONFIG", "policy"), ("STORAGE_PATH", "data")]

    /// OpenTelemetry's variables and the keys they set. They are often those of all programs of a machine: what is meant for
    /// other ways of sampling, or turns traces off, must not stop this one.
    private var telemetryNames: [(String, String)] {
        guard environment["OTEL_SDK_DISABLED"]?.lowercased() != "true", environment["OTEL_TRACES_EXPORTER"] != "none"
        else { return [] }
        let names = [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "telemetry.endpoint"),
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "telemetry.traces_endpoint"),
            ("OTEL_SERVICE_NAME", "telemetry.service_name"),
        ]
        let isRatio = environment["OTEL_TRACES_SAMPLER"]?.hasSuffix("traceidratio") ?? true
        return names + (isRatio ? [("OTEL_TRACES_SAMPLER_ARG", "telemetry.sample_ratio")] : [])
    }

    let environment: Environment

    /// The variable of a key; none inside of a list, whose variable takes it whole, as JSON.
    static func variable(of path: String) -> String? {
        guard !path.contains("[]") else { return nil }
        return "GOVERNOR_" + path.uppercased().split(separator: ".").joined(separator: "_")
    }

    /// Loads the configuration.
    ///
    /// - Parameters:
    ///   - file: The file's path; nil for none.
    ///   - flags: What the command line sets.
    /// - Throws: ``DocumentErrors`` with every problem of the file, ``CommandError`` for a file that cannot be read, a variable
    ///   or an option.
    func load(file: String?, flags: [Override] = []) throws -> ServeConfiguration {
        let keys = ServeConfiguration.shape.keys
        var merged = try file.map(Self.read) ?? JSONObject()
        for override in fromEnvironment(keys) + flags {
            let layer = Self.layer(override, keys)
            try Self.check(layer, from: override.origin)
            merged.merge(layer)
        }
        return try Self.configuration(merged, name: file ?? "configuration")
    }

    private func fromEnvironment(_ keys: [DocumentKey]) -> [Override] {
        let compatible = (Self.compatibilityNames + telemetryNames).compactMap { name, path in
            environment[name].map { Override(path: path, text: $0, origin: "the environment variable \(name)") }
        }
        let own = keys.filter { $0.type != "object" }.compactMap { key in
            Self.variable(of: key.path).flatMap { name in
                environment[name].map {
                    Override(path: key.path, text: $0, origin: "the environment variable \(name)")
                }
            }
        }
        return compatible + compatibleModel + own
    }

    /// The reference system's one model server: `PAC_UPSTREAM_URL`, which speaks its form unless `PAC_LLM_PROVIDER` is
    /// `litellm`. Either variable is enough.
    private var compatibleModel: [Override] {
        let (url, provider) = (environment["PAC_UPSTREAM_URL"], environment["PAC_LLM_PROVIDER"])
        guard url != nil || provider != nil else { return [] }
        let api = ["http": "reference", "litellm": "openai"][provider ?? "http"] ?? provider ?? ""
        let model: JSONValue = ["name": "*", "api": .string(api), "url": .string(url ?? "http://localhost:8000")]
        let name = url == nil ? "PAC_LLM_PROVIDER" : "PAC_UPSTREAM_URL"
        return [
            Override(
                path: "gateway.models", text: JSONValue.array([model]).compactText,
                origin: "the environment variable \(name)")
        ]
    }

    /// The file's values, checked where they stand.
    private static func read(_ path: String) throws -> JSONObject {
        let bytes = try InputFile(path, "configuration file").bytes()
        let document = try Document(bytes, name: path)
        _ = try document.read(ServeConfiguration.shape)
        return document.root.json.object ?? JSONObject()
    }

    /// Checks a value from outside the file, which has no lines and columns.
    private static func check(_ layer: JSONObject, from origin: String) throws(CommandError) {
        do throws(DocumentErrors) { _ = try configuration(layer, name: origin) } catch {
            throw .invalidSetting(
                origin: origin, problem: error.problems.map(\.message).joined(separator: "; "),
                hint: error.problems.lazy.compactMap(\.hint).first)
        }
    }

    private static func layer(_ override: Override, _ keys: [DocumentKey]) -> JSONObject {
        let type = keys.first { $0.path == override.path }?.type
        // What is no JSON stays text, and the shape says what it expected.
        let parsed = type == "string" ? nil : try? JSONValue(parsing: override.text)
        var value = parsed ?? .string(override.text)
        for name in override.path.split(separator: ".").reversed() {
            value = .object(JSONObject([(String(name), value)]))
        }
        return value.object ?? JSONObject()
    }

    private static func configuration(_ json: JSONObject, name: String) throws(DocumentErrors) -> ServeConfiguration {
        // JSON is YAML, so the one strict reader reads every layer.
        try Document(Array(JSONValue.object(json).prettyText.utf8), name: name).read(ServeConfiguration.shape)
    }
}

extension JSONObject {
    /// Takes another object's members; objects in both are merged.
    fileprivate mutating func merge(_ other: JSONObject) {
        for (name, value) in other {
            if var mine = self[name]?.object, let theirs = value.object {
                mine.merge(theirs)
                self[name] = .object(mine)
            } else {
                self[name] = value
            }
        }
    }
}
