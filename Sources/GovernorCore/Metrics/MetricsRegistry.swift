import Synchronization

/// The metrics of a process and their Prometheus text form (exposition format 0.0.4).
///
/// Label values come from closed sets that the code names, never from a request, so that a metric can neither leak text
/// nor grow without bound.
public final class MetricsRegistry: Sendable {
    private let families = Mutex<[MetricFamily]>([])

    /// Creates an empty registry.
    public init() {}

    /// Declares a counter; its name ends in `_total`.
    public func counter(_ name: String, help: String, labels: [String] = []) -> Counter {
        Counter(family(name, help, labels, .counter))
    }

    /// Declares a gauge.
    public func gauge(_ name: String, help: String, labels: [String] = []) -> Gauge {
        Gauge(family(name, help, labels, .gauge))
    }

    /// Declares a histogram; its name ends in its unit, such as `_seconds`.
    ///
    /// - Parameter bounds: The inclusive upper bounds of the buckets, ascending; `+Inf` is added.
    public func histogram(_ name: String, help: String, labels: [String] = [], bounds: [Double]) -> Histogram {
        Histogram(family(name, help, labels, .histogram(bounds: bounds)))
    }

    /// All metrics in the order they were declared, as `text/plain; version=0.0.4`.
    public func exposition() -> String {
        families.withLock { $0 }.map(\.exposition).joined()
    }

    private func family(_ name: String, _ help: String, _ labels: [String], _ kind: MetricFamily.Kind) -> MetricFamily {
        families.withLock { families in
            precondition(!families.contains { $0.name == name }, "the metric \(name) is declared twice")
            let family = MetricFamily(name: name, help: help, labels: labels, kind: kind)
            families.append(family)
            return family
        }
    }
}

/// A number that only grows.
public struct Counter: Sendable {
    private let family: MetricFamily

    init(_ family: MetricFamily) { self.family = family }

    /// Adds to the series of these label values, in the order the labels were declared.
    public func increment(_ labels: [String] = [], by amount: Double = 1) {
        precondition(amount >= 0, "a counter only grows")
        family.update(labels) { $0.sum += amount }
    }
}

/// A number that goes up and down.
public struct Gauge: Sendable {
    private let family: MetricFamily

    init(_ family: MetricFamily) { self.family = family }

    /// Sets the series of these label values.
    public func set(_ value: Double, _ labels: [String] = []) { family.update(labels) { $0.sum = value } }

    /// Removes the series of these label values: what is unknown is absent, not zero.
    public func remove(_ labels: [String] = []) { family.remove(labels) }

    /// Adds to the series of these label values.
    public func add(_ amount: Double, _ labels: [String] = []) { family.update(labels) { $0.sum += amount } }
}

/// A distribution of values over fixed buckets.
public struct Histogram: Sendable {
    private let family: MetricFamily

    init(_ family: MetricFamily) { self.family = family }

    /// Counts one value in the series of these label values.
    public func observe(_ value: Double, _ labels: [String] = []) {
        family.update(labels) { series in
            series.sum += value
            series.count += 1
            if let bucket = family.bounds.firstIndex(where: { value <= $0 }) { series.buckets[bucket] += 1 }
        }
    }

    /// Counts one duration in seconds.
    public func observe(_ duration: Swift.Duration, _ labels: [String] = []) {
        let (seconds, attoseconds) = duration.components
        observe(Double(seconds) + Double(attoseconds) * 1e-18, labels)
    }
}
