package import GovernorCore
package import GovernorInspect

/// How the gateway's listener behaves.
package struct GatewayConfiguration: Sendable {
    /// Who may call.
    package enum Authentication: Sendable {
        /// Bearers of a known API key.
        case keys(APIKeyring)
        /// Anybody who can reach the loopback interface; the listener refuses to bind any other.
        case none
    }

    /// The address to listen on, such as `127.0.0.1` or `::`.
    package var host: String
    /// The TCP port, from 0 to 65535; 0 lets the system choose.
    package var port: Int
    /// Who may call.
    package var authentication: Authentication
    /// The sequence that this gateway's decisions belong to.
    package var stream: StreamName
    /// Whether the encrypted payload of a decision holds the text that was decided about.
    package var recordsContent: Bool
    /// The works that outputs must not repeat, if any.
    package var corpus: CorpusIndex?
    /// The classifiers that are asked where the embedded one is unsure; at most one for each label.
    package var secondOpinions: [SecondOpinion]
    /// The models that clients may ask for.
    package var models: ModelRoutes
    /// The limits that protect the process.
    package var limits: GatewayLimits

    /// Creates a configuration.
    package init(
        host: String, port: Int, authentication: Authentication, stream: StreamName = "gateway",
        recordsContent: Bool = false, corpus: CorpusIndex? = nil, secondOpinions: [SecondOpinion] = [],
        models: ModelRoutes = ModelRoutes(), limits: GatewayLimits = GatewayLimits()
    ) {
        self.host = host
        self.port = port
        self.authentication = authentication
        self.stream = stream
        self.recordsContent = recordsContent
        self.corpus = corpus
        self.secondOpinions = secondOpinions
        self.models = models
        self.limits = limits
    }
}
