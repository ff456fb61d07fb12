import GovernorCore
import GovernorDialects

/// A request for a model whose body has not been read.
struct ModelCall: Sendable {
    let request: GatewayRequest
    /// The path that was called.
    let route: GatewayRoute
    /// The form that the path takes and answers in.
    let dialect: Dialect
    /// Whether the path asks for a stream, in the dialect that says so by its path.
    let isStreamed: Bool
    /// When the request was complete.
    let time: Timestamp
    /// The same moment on the clock that measures how long things take.
    let start: Duration
    /// The id that answers and logs carry.
    let requestID: String
    /// The request's span; nil where nobody traces.
    let trace: RequestTrace?

    /// Creates a call; nil for a request that asks no model.
    init?(
        _ request: GatewayRequest, on route: GatewayRoute?, at time: Timestamp, _ start: Duration, requestID: String,
        in trace: RequestTrace? = nil
    ) {
        guard request.method == "POST", let route, let (dialect, isStreamed) = route.completion else { return nil }
        self.request = request
        self.route = route
        self.dialect = dialect
        self.isStreamed = isStreamed
        self.time = time
        self.start = start
        self.requestID = requestID
        self.trace = trace
    }
}
