import GovernorCore

/// Measures one stream while it leaves.
struct StreamMeter {
    private let metrics: TrafficMetrics
    private let labels: TrafficLabels
    private let timer: DeadlineTimer
    /// When the last part left; before the first, when the request was complete.
    private var last: Duration
    private var hasBegun = false
    private var mostHeld = 0

    /// - Parameter start: When the client's request was complete, on the timer.
    init(_ metrics: TrafficMetrics, _ labels: TrafficLabels, timer: DeadlineTimer, since start: Duration) {
        self.metrics = metrics
        self.labels = labels
        self.timer = timer
        last = start
    }

    /// Takes notice of what a stream holds back, in bytes of text.
    mutating func holds(_ bytes: Int) { mostHeld = max(mostHeld, bytes) }

    /// A part has left.
    mutating func wrote() {
        let now = timer.now
        metrics.left(labels, isFirst: !hasBegun, after: now - last)
        (last, hasBegun) = (now, true)
    }

    /// The stream has ended, however it did.
    func end() { metrics.held(labels, bytes: mostHeld) }
}
