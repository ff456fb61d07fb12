import GovernorCore
import Synchronization

/// How the bearer of a key asks, where that may be somebody who copies a model.
package enum QueryPattern: String, Sendable, CaseIterable {
    /// Many requests.
    case requests
    /// Many tokens.
    case tokens
    /// Hardly any input comes twice.
    case distinct
    /// Many different inputs of few kinds: one text with ever another filling.
    case coverage
}

/// From when on a way of asking is reported; nil for never.
package struct QueryWatchThresholds: Sendable, Hashable {
    /// How long a time is looked at.
    package var window = Duration.seconds(3600)
    /// How many requests there must be for the shares to say something.
    package var leastRequests = 100
    /// How many requests in a window are many.
    package var requests: Int?
    /// How many tokens in a window are many.
    package var tokens: Int?
    /// Which share of different inputs is high, from 0 to 1.
    package var distinctShare: Double?
    /// How many different inputs of each kind are many.
    package var coverage: Double?

    /// Looks for nothing.
    package init() {}

    /// Whether anything is looked for.
    package var isEmpty: Bool { requests == nil && tokens == nil && distinctShare == nil && coverage == nil }
}

/// That a key is used in a way that the configuration wants to be told of.
struct QueryAlert: Sendable, Hashable {
    let patterns: [QueryPattern]
    let requests: Int
    let tokens: Int
    /// Different inputs, by estimate.
    let distinctInputs: Int
    /// Different kinds of inputs, by estimate.
    let distinctKinds: Int
}

/// Watches how keys are used, in 14 KiB for each key and without any text.
///
/// A window is looked at in seven slices, of which the oldest goes as a new one begins: what is seen is of the last window
/// and up to a sixth more.
final class QueryWatch: Sendable {
    private static let sliceCount = 7
    /// After how many requests of a key what was seen is looked at.
    private static let interval = 16

    private struct Slice: Sendable {
        var requests = 0
        var tokens = 0
        var inputs = DistinctCount()
        var kinds = DistinctCount()
    }

    private struct Log: Sendable {
        var slices: [Slice] = []
        /// The number of the newest slice since the watch began.
        var newest = 0
        var count = 0
        /// Until when nothing is said again of each pattern.
        var silence: [QueryPattern: Duration] = [:]
    }

    let thresholds: QueryWatchThresholds
    private let seed: UInt64
    private let logs: [String: Watched]

    /// A log and its lock.
    private final class Watched: Sendable { let log = Mutex(Log()) }

    /// - Parameters:
    ///   - principals: The ids of the keys there are.
    ///   - seed: A number that callers cannot know.
    ///   - predecessor: Whose view is gone on with, unless it looked at another length of time; nil to begin with none.
    init(
        _ thresholds: QueryWatchThresholds, for principals: [String], seed: UInt64, after predecessor: QueryWatch? = nil
    ) {
        self.thresholds = thresholds
        self.seed = predecessor?.seed ?? seed
        let known = predecessor?.thresholds.window == thresholds.window ? predecessor?.logs ?? [:] : [:]
        logs =
            thresholds.isEmpty
            ? [:]
            : Dictionary(
                principals.map { ($0, known[$0] ?? Watched()) }, uniquingKeysWith: { first, _ in first })
    }

    /// Whether anything is looked for.
    var isWatching: Bool { !logs.isEmpty }

    /// Takes note of a request; returns what there is to say of its key, once in a window for each pattern.
    ///
    /// - Parameters:
    ///   - input: What is asked, as UTF-8.
    ///   - tokens: The tokens it may take.
    ///   - now: The time by a clock that is never set.
    func note(_ principal: String, input: [UInt8], tokens: Int, now: Duration) -> QueryAlert? {
        guard let watched = logs[principal] else { return nil }
        let hashes = InputHashes(input, seed: seed)
        return watched.log.withLock { log in
            turn(&log, to: Int(now / (thresholds.window / Double(Self.sliceCount - 1))))
            let last = log.slices.count - 1
            log.slices[last].requests += 1
            log.slices[last].tokens = log.slices[last].tokens.saturatingPlus(tokens)
            log.slices[last].inputs.add(hashes.exact)
            log.slices[last].kinds.add(hashes.kind)
            log.count += 1
            guard log.count.isMultiple(of: Self.interval) else { return nil }
            return alert(&log, now)
        }
    }

    private func turn(_ log: inout Log, to number: Int) {
        if log.slices.isEmpty || number - log.newest >= Self.sliceCount {
            log.slices = [Slice()]
        } else {
            for _ in 0..<max(0, number - log.newest) {
                if log.slices.count == Self.sliceCount { log.slices.removeFirst() }
                log.slices.append(Slice())
            }
        }
        log.newest = max(log.newest, number)
    }

    private func alert(_ log: inout Log, _ now: Duration) -> QueryAlert? {
        let requests = log.slices.reduce(0) { $0 + $1.requests }
        let tokens = log.slices.reduce(0) { $0.saturatingPlus($1.tokens) }
        var (inputs, kinds) = (DistinctCount(), DistinctCount())
        for slice in log.slices {
            inputs.formUnion(slice.inputs)
            kinds.formUnion(slice.kinds)
        }
        let (distinctInputs, distinctKinds) = (min(Double(requests), inputs.estimate), max(1, kinds.estimate))
        let isTelling = requests >= thresholds.leastRequests
        let seen: [(QueryPattern, Bool)] = [
            (.requests, thresholds.requests.map { requests > $0 } ?? false),
            (.tokens, thresholds.tokens.map { tokens > $0 } ?? false),
            (.distinct, isTelling && thresholds.distinctShare.map { distinctInputs >= $0 * Double(requests) } ?? false),
            (.coverage, isTelling && thresholds.coverage.map { distinctInputs >= $0 * distinctKinds } ?? false),
        ]
        let patterns = seen.filter { $0.1 && log.silence[$0.0].map { $0 <= now } ?? true }.map(\.0)
        guard !patterns.isEmpty else { return nil }
        for pattern in patterns { log.silence[pattern] = now + thresholds.window }
        return QueryAlert(
            patterns: patterns, requests: requests, tokens: tokens, distinctInputs: Int(distinctInputs),
            distinctKinds: Int(min(distinctInputs, distinctKinds)))
    }
}
