import GovernorCore
import GovernorGateway

/// What `governor serve` is told: by flags, the environment, a file, and defaults, in this order.
struct ServeConfiguration: Sendable, Equatable {
    /// Who may call a listener.
    enum Authentication: String, Sendable, CaseIterable {
        /// Bearers of an API key.
        case keys
        /// Anybody on this machine.
        case none
    }

    /// How log lines are written.
    enum LogFormat: String, Sendable, CaseIterable {
        /// One JSON object a line, for machines.
        case json
        /// One short line, for people.
        case text
    }

    /// The least important messages that are logged.
    enum LogLevel: String, Sendable, CaseIterable { case debug, info, warning, error }

    /// The policy file; nil until somebody says.
    var policy: String?
    /// The folder of the ledger and its keys.
    var data: String
    /// The file of API keys; `keys/api-keys.json` in the data folder if nil.
    var keys: String?
    var log: LogOptions
    var gateway: GatewayOptions
    var evidence: EvidenceOptions
    var telemetry = TelemetryOptions()

    /// Where the API keys are.
    var keyringPath: String { keys ?? "\(data)/keys/api-keys.json" }
}

/// How and what to log.
struct LogOptions: Sendable, Equatable {
    var level = ServeConfiguration.LogLevel.info
    var format = ServeConfiguration.LogFormat.json
}

/// The listener that decides.
struct GatewayOptions: Sendable, Equatable {
    var host = "127.0.0.1"
    var port = 8081
    var auth = ServeConfiguration.Authentication.keys
    var stream: StreamName = "gateway"
    var recordsContent = false
    /// The index of works that outputs must not repeat; nil for none.
    var corpus: String?
    /// The classifiers that are asked where the embedded one is unsure; at most one for each label.
    var secondOpinions: [OpinionOptions] = []
    /// The models that clients may ask for.
    var models: [ModelOptions] = []
    /// What may pass uninspected where a model does not say.
    var unread = UnreadContent()
    var holds = HoldOptions()
    var safeMode = SafeModeOptions()
    var summaries = SummaryOptions()
    /// What all keys may ask of models together.
    var quota = Quota()
    /// What single keys may ask of models.
    var keys: [KeyGrant] = []
    var counters = CounterOptions()
    var queryWatch = QueryWatchThresholds()
    var limits = GatewayLimitOptions()
}

/// What one client may ask of the gateway.
struct GatewayLimitOptions: Sendable, Equatable {
    var bodyBytes = 1 << 20
    var totalBodyBytes = 64 << 20
    var headerBytes = 32 << 10
    var connections = 4096
    var idleTimeout: Swift.Duration = .seconds(60)
    var bodyTimeout: Swift.Duration = .seconds(15)
    var requestTimeout: Swift.Duration = .seconds(30)
    var shutdownTimeout: Swift.Duration = .seconds(10)
}

/// The listener that takes evidence and shows the log.
struct EvidenceOptions: Sendable, Equatable {
    var host = "127.0.0.1"
    var port = 8080
    var auth = ServeConfiguration.Authentication.keys
    var publicLog = false
    var limits = EvidenceLimitOptions()
}

/// What one client may ask of the evidence service.
struct EvidenceLimitOptions: Sendable, Equatable {
    var bodyBytes = 1 << 20
    var connections = 1024
    var idleTimeout: Swift.Duration = .seconds(60)
    var requestTimeout: Swift.Duration = .seconds(30)
    var shutdownTimeout: Swift.Duration = .seconds(10)
}
