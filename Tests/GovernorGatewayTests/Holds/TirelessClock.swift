import TestTime

/// A clock on which short sleeps take no time but their own, and long ones wait for the time that these take.
final class TirelessClock: Clock {
    private let clock = ManualClock()

    var now: ManualClock.Instant { clock.now }
    var minimumResolution: Duration { clock.minimumResolution }

    func sleep(until deadline: ManualClock.Instant, tolerance: Duration?) async throws {
        let time = clock.now.duration(to: deadline)
        guard time <= .seconds(5) else { return try await clock.sleep(until: deadline, tolerance: tolerance) }
        try Task.checkCancellation()
        clock.advance(by: time)
    }
}
