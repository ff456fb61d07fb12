import TestTime
import Testing

@testable import GovernorCore

@Suite(.timeLimit(.minutes(10))) struct DeadlineTimerTests {
    private let clock: ManualClock
    private let timer: DeadlineTimer

    init() {
        clock = ManualClock()
        timer = DeadlineTimer(clock)
    }

    @Test func `what is due is done in the order of its time, whatever came first`() async {
        let done = AsyncStream<Int>.makeStream()
        for delay in [30, 10, 20, 0] {
            _ = timer.schedule(at: .milliseconds(delay)) { done.continuation.yield(delay) }
        }
        var order = done.stream.makeAsyncIterator()
        #expect(await order.next() == 0 && timer.count == 3)
        clock.advance(by: .milliseconds(15))
        #expect(await order.next() == 10 && timer.count == 2)
        clock.advance(by: .milliseconds(15))
        #expect(await order.next() == 20)
        #expect(await order.next() == 30 && timer.count == 0)
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
        clock.advance(by: .milliseconds(40))
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
