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
    /// Who may ask how much of them.
    package var quotas = QuotaConfiguration()
    /// How keys must not be used without somebody being told.
    package var queryWatch = QueryWatchThresholds()
    /// What becomes of what a policy holds for review; nil to refuse it.
    package var holding: Holding?
    /// What clients get instead of what a policy does not let on as it is.
    package var substitutes = Substitutes()
    /// The systems that are stopped.
    package var stops = SystemStops()
    /// The limits that protect the process.
    package var limits: GatewayLimits

    /// Creates a configuration.
    package init(
        host: String, port: Int, authentication: Authentication, stream: StreamName = "gateway",
        recordsContent: Bool = false, corpus: CorpusIndex? = nil, secondOpinions: [SecondOpinion] = [],
        models: ModelRoutes = ModelRoutes(), holding: Holding? = nil,
        limits: GatewayLimits = GatewayLimits()
    ) {
        self.host = host
        self.port = port
        self.authentication = authentication
        self.stream = stream
        self.recordsContent = recordsContent
        self.corpus = corpus
        self.secondOpinions = secondOpinions
        self.models = models
        self.holding = holding
        self.limits = limits
    }

    /// The ids of all callers there may be.
    package var principals: [String] {
        switch authentication {
        case .keys(let keyring): keyring.all.map(\.id)
        case .none: [Principal.local.id]
        }
    }
}
