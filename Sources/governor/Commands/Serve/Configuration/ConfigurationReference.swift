import GovernorCore
import GovernorPolicy

/// Writes `docs/configuration.md`: every key with its type, default, range and variable.
enum ConfigurationReference {
    /// The page's text.
    static var page: String {
        let keys = ServeConfiguration.shape.keys
        let rows = keys.filter { $0.type != "object" }.map(row)
        return """
            # Configuration

            `governor serve --config governor.yaml` reads the keys below. Flags go before `GOVERNOR_…` variables, those \
            before the reference system's, those before the file, the file before the default. An unknown key is an \
            error that names the nearest one. Paths are relative to the folder the command runs in. No key is secret: \
            API keys are stored as hashes, and private keys are files in the data folder.

            | Key | Type | Default | Range | Variable | Secret | What it does |
            | --- | --- | --- | --- | --- | --- | --- |
            \(rows.joined(separator: "\n"))

            The reference system's variables: `PAC_CONFIG` sets `policy`, `STORAGE_PATH` sets `data`. `PAC_UPSTREAM_URL` \
            (`http://localhost:8000` if left out) and `PAC_LLM_PROVIDER` (`http`, the reference system's form, or \
            `litellm`, OpenAI's) make one server answer for every model.

            OpenTelemetry's variables: `OTEL_EXPORTER_OTLP_ENDPOINT` sets `telemetry.endpoint`, \
            `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` `telemetry.traces_endpoint`, `OTEL_SERVICE_NAME` `telemetry.service_name`, \
            and `OTEL_TRACES_SAMPLER_ARG`, where the sampler is one by ratio, `telemetry.sample_ratio`. With \
            `OTEL_SDK_DISABLED=true` or `OTEL_TRACES_EXPORTER=none` they set nothing.

            """
    }

    private static func row(_ key: DocumentKey) -> String {
        let defaultText = key.defaultValue.map { "`\($0.string ?? $0.compactText)`" } ?? "–"
        let variable = ConfigurationLoader.variable(of: key.path).map { "`\($0)`" } ?? "–"
        let cells = [
            "`\(key.path)`", key.type, defaultText, key.range ?? "–", variable, key.isSecret ? "yes" : "no",
            key.sentence,
        ]
        return "| \(cells.joined(separator: " | ")) |"
    }
}
