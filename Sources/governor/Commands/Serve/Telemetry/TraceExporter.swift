import GovernorCore
import GovernorGateway
import GovernorServer
import Logging
import ServiceLifecycle
import Synchronization

/// Sends spans to a collector, a batch at a time, off the way of requests.
///
/// What comes while the queue is full is dropped, and so is a batch that cannot be sent; the metrics count both.
final class TraceExporter: SpanSink, Service, CustomStringConvertible {
    /// What becomes of a span.
    private enum Outcome: String, CaseIterable {
        case exported
        /// It came while the queue was full.
        case queueFull = "queue_full"
        /// The collector could not be reached, or was of no use.
        case failed
        /// The collector did not want it.
        case rejected
    }

    let description = "traces"

    /// The most spans that wait: about a megabyte.
    static let capacity = 2048
    /// The most spans of one request.
    private static let batch = 512
    /// How long a span waits for others.
    private static let delay = Duration.seconds(5)
    /// How often a batch is sent at most. While one is, others wait.
    private static let attempts = 3
    private let client: ServiceClient
    private let form: OTLPTraces
    private let spans: Counter
    private let logger: Logger
    private let lastMoments: Duration
    private let queue = Mutex<[Span]>([])
    private let isFailing = Mutex(false)
    private let wakeUps = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

    /// - Parameters:
    ///   - client: What reaches the collector.
    ///   - form: How spans are written.
    ///   - metrics: Where to count what becomes of them.
    ///   - logger: Where to log when the collector begins to fail, or no longer does.
    ///   - lastMoments: How long the last batches may take when the process ends.
    init(
        _ client: ServiceClient, _ form: OTLPTraces, metrics: MetricsRegistry, logger: Logger,
        lastMoments: Duration = .seconds(5)
    ) {
        self.client = client
        self.form = form
        self.logger = logger
        self.lastMoments = lastMoments
        spans = metrics.counter(
            "governor_trace_spans_total", help: "Spans of traces that are recorded, by what became of them.",
            labels: ["outcome"])
        for outcome in Outcome.allCases { spans.increment([outcome.rawValue], by: 0) }
    }

    func take(_ span: Span) {
        let count = queue.withLock { queue -> Int? in
            guard queue.count < Self.capacity else { return nil }
            queue.append(span)
            return queue.count
        }
        guard let count else { return spans.increment([Outcome.queueFull.rawValue]) }
        if count == Self.batch { wakeUps.continuation.yield() }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask {
                    while (try? await Task.sleep(for: Self.delay)) != nil { self.wakeUps.continuation.yield() }
                }
                for await _ in self.wakeUps.stream { await self.flush() }
                group.cancelAll()
            }
        }
        await flushLast()
    }

    /// Sends what waits.
    func flush() async {
        while let batch = nextBatch() {
            let outcome = await send(batch)
            guard outcome else { return }
        }
    }

    private func nextBatch() -> [Span]? {
        queue.withLock { queue in
            guard !queue.isEmpty else { return nil }
            let batch = Array(queue.prefix(Self.batch))
            queue.removeFirst(batch.count)
            return batch
        }
    }

    /// Sends what still waits when the process ends, for a limited time, also where the task is cancelled already.
    private func flushLast() async {
        let sending = Task { await self.flush() }
        let timeLimit = Task {
            try? await Task.sleep(for: lastMoments)
            sending.cancel()
        }
        await sending.value
        timeLimit.cancel()
    }

    /// Sends a batch; false where that is of no use now.
    private func send(_ batch: [Span]) async -> Bool {
        do {
            let answer = try await client.post(form.json(batch), attempts: Self.attempts)
            guard (200...299).contains(answer.status) else {
                count(.failed, batch.count)
                noted(failure: "status \(answer.status)")
                return false
            }
            // Some of a batch may be wrong for a collector, which it then says: that is no reason to send it again.
            let said = answer.json?["partialSuccess"]?["rejectedSpans"]
            let rejected = min(batch.count, max(0, (said?.string ?? said?.number?.text).flatMap { Int($0) } ?? 0))
            count(.rejected, rejected)
            count(.exported, batch.count - rejected)
            noted(failure: nil)
            return true
        } catch  where Task.isCancelled {
            // The process ends, or the time for the last ones is up.
            queue.withLock { $0.insert(contentsOf: batch, at: 0) }
            return false
        } catch {
            count(.failed, batch.count)
            noted(failure: (error as? any GovernorError)?.code ?? "unknown")
            return false
        }
    }

    private func count(_ outcome: Outcome, _ number: Int) { spans.increment([outcome.rawValue], by: Double(number)) }

    /// Says when it changes whether the collector takes spans.
    private func noted(failure: String?) {
        let isNew = isFailing.withLock { isFailing in
            defer { isFailing = failure != nil }
            return isFailing != (failure != nil)
        }
        guard isNew else { return }
        guard let failure else { return logger.info("the collector takes traces again") }
        logger.warning("the collector takes no traces, which are dropped", metadata: ["reason": "\(failure)"])
    }
}
