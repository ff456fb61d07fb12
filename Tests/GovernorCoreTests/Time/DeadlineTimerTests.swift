import Synchronization
import Testing

@testable import GovernorCore

struct DeadlineTimerTests {
    private let timer = DeadlineTimer(ContinuousClock())

    @Test func `what is due is done in the order of its time, whatever came first`() async {
        let done = AsyncStream<Int>.makeStream()
        for delay in [30, 10, 20, 0] {
            _ = timer.schedule(at: .milliseconds(delay)) { done.continuation.yield(delay) }
        }
        var order: [Int] = []
        for await delay in done.stream {
            order.append(delay)
            if order.count == 4 { break }
        }
        #expect(order == [0, 10, 20, 30])
        #expect(timer.count == 0)
    }

    @Test func `what is taken back is not done and not kept`() async {
        final class Owned: Sendable {}
        let done = AsyncStream<Bool>.makeStream()
        weak var kept: Owned?
        do {
            let owned = Owned()
            kept = owned
            let alarm = timer.schedule(at: .milliseconds(20)) {
                done.continuation.yield(withExtendedLifetime(owned) { false })
            }
            timer.cancel(alarm)
            timer.cancel(alarm)
        }
        #expect(kept == nil && timer.count == 0)
        _ = timer.schedule(at: .milliseconds(40)) { done.continuation.yield(true) }
        for await isRight in done.stream {
            #expect(isRight)
            break
        }
    }

    @Test func `any of many can be taken back`() {
        let alarms = (0..<1000).map { timer.schedule(at: .seconds(3600 + $0 % 7)) {} }
        for alarm in alarms.shuffled().prefix(999) { timer.cancel(alarm) }
        #expect(timer.count == 1)
    }
}
