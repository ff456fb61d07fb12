import GovernorCore
import GovernorGateway
import GovernorPolicy
import Logging
import ServiceLifecycle
import UnixSignals

/// Takes over changes while the server runs: on SIGHUP, and when a file that the configuration stands in or names changes.
struct Reloader: Service, CustomStringConvertible {
    let reload: Reload
    let signals: UnixSignalsSequence

    let description = "reloader"

    /// How often files are looked at. A look is a call of the system for each file.
    private static let pause = Duration.seconds(1)

    private enum Event { case signal, time }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            let (events, sender) = AsyncStream<Event>.makeStream()
            await withDiscardingTaskGroup { group in
                group.addTask { for await _ in signals { sender.yield(.signal) } }
                group.addTask { while (try? await Task.sleep(for: Self.pause)) != nil { sender.yield(.time) } }
                // One after the other, in one task.
                for await event in events {
                    switch event {
                    case .signal: await reload.take(.signal)
                    case .time: await reload.look()
                    }
                }
                group.cancelAll()
            }
        }
    }
}

/// One change after the other: reads everything anew, checks it, and puts it in force or leaves the old one there.
actor Reload {
    /// Why files are read again.
    enum Trigger: String { case signal, change }

    private let source: ConfigurationSource
    private let pipelines: GatewayPipelines
    private let keyring: Current<APIKeyring>
    private let policy: Current<Policy>
    private let counters: CounterKeeper
    private let logger: Logger
    private let status: ReloadStatus
    /// What is in force.
    private var plan: ServerPlan
    private var watch = FileWatch()
    /// Whether what was read is good, but could not be recorded: that may pass without a file being touched.
    private var waitsForLedger = false

    /// - Parameters:
    ///   - source: Where the configuration comes from.
    ///   - plan: What is in force.
    ///   - pipelines: What the gateway answers by.
    ///   - keyring: The keys that the evidence service knows.
    ///   - policy: The policy that the evidence service judges by.
    ///   - counters: What keeps the counters of budgets.
    ///   - logger: Where to log what became of changes.
    init(
        _ source: ConfigurationSource, _ plan: ServerPlan, pipelines: GatewayPipelines, keyring: Current<APIKeyring>,
        policy: Current<Policy>, counters: CounterKeeper, logger: Logger
    ) {
        self.source = source
        self.plan = plan
        self.pipelines = pipelines
        self.keyring = keyring
        self.policy = policy
        self.counters = counters
        self.logger = logger
        status = pipelines.current.metrics.reloads
        watch.begin(source.files(of: plan.configuration))
    }

    /// Looks whether files have changed, and takes them over once they no longer do.
    func look() async { if watch.hasSettledChange() || waitsForLedger { await take(.change) } }

    /// Reads everything anew.
    func take(_ trigger: Trigger) async {
        watch.begin(source.files(of: plan.configuration))
        do {
            let next = try read()
            // Changed again meanwhile: the next look sees that.
            guard watch.isUnchanged else { return }
            guard trigger == .signal || status.isStale || !next.isSame(as: plan) else {
                return logger.debug("a changed file says the same as before")
            }
            try await putInForce(next)
            waitsForLedger = false
            status.succeeded(at: .now())
            log(trigger)
        } catch {
            // Said once, however often it is tried.
            guard watch.isUnchanged, !waitsForLedger || !(error is Unrecorded) else { return }
            waitsForLedger = error is Unrecorded
            var metadata: Logger.Metadata = ["trigger": "\(trigger.rawValue)"]
            let error = (error as? Unrecorded)?.cause ?? error
            if let hint = (error as? any GovernorError)?.hint { metadata["hint"] = "\(hint)" }
            logger.error("the configuration is not taken over, and the old one holds", error: error, metadata: metadata)
            status.failed()
        }
    }

    /// Why what is good is not in force.
    private struct Unrecorded: Error {
        let cause: any Error
    }

    private func read() throws -> ServerPlan {
        let configuration = try source.configuration(after: plan.configuration)
        // Also where it comes to nothing: a file that it names may be what has to be mended.
        watch.add(source.files(of: configuration))
        return try ServerPlan(configuration, after: plan)
    }

    private func putInForce(_ next: ServerPlan) async throws {
        if next.gateway.quotas.hasBudget { try await counters.check() }
        do { try await pipelines.replace(policy: next.policy, configuration: next.gateway) } catch {
            throw Unrecorded(cause: error)
        }
        keyring.replace(with: next.keyring)
        policy.replace(with: next.policy)
        plan = next
        // Budgets that are new take over what is stored of them.
        await counters.save()
    }

    private func log(_ trigger: Trigger) {
        let policy = plan.policy.reference
        logger.info(
            "configuration taken over",
            metadata: [
                "trigger": "\(trigger.rawValue)", "policy": "\(policy.id)", "policy_version": "\(policy.version)",
                "policy_sha256": "\(policy.digest.hex)",
            ])
    }
}
