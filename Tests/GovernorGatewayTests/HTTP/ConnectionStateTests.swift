import NIOCore
import Testing

@testable import GovernorGateway

/// The life of a connection without one.
struct ConnectionStateTests {
    private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000)

    private static let head = ConnectionState.Head(
        method: "POST", targetBytes: 10, headerBytes: 100, headerCount: 3, declaredBodyBytes: 2, isHTTP11: true,
        hosts: 1, expectations: [], keepsAlive: true)

    private static func after(_ time: TimeAmount) -> NIODeadline { start + time }

    @Test func `a request goes round and the connection is idle again`() {
        var state = ConnectionState(GatewayLimits(), now: Self.start)
        for _ in 1...3 {
            #expect(state.receive(Self.head, readsBody: true, now: Self.start) == .collect(sendsContinue: false))
            #expect(state.receiveBody(bytes: 2, now: Self.start) == .collect)
            #expect(state.receiveEnd() == .deliver)
            #expect(state.isBusy)
            #expect(state.answer(now: Self.start) == .send(closes: false))
            #expect(!state.isBusy)
        }
    }

    @Test func `the body limit counts what arrives, not what is declared`() {
        var limits = GatewayLimits()
        limits.bodyBytes = 10
        var state = ConnectionState(limits, now: Self.start)
        _ = state.receive(Self.head, readsBody: true, now: Self.start)
        #expect(state.receiveBody(bytes: 10, now: Self.start) == .collect)
        #expect(state.receiveBody(bytes: 1, now: Self.start) == .refuse(.bodyTooLarge(limit: 10)))
        #expect(state.receiveBody(bytes: 1, now: Self.start) == .discard)
        #expect(state.receiveEnd() == .discard)
        #expect(state.receive(Self.head, readsBody: true, now: Self.start) == .discard)
    }

    @Test func `a body in another coding is refused, whether its answer depends on it or not`() {
        var coded = Self.head
        coded.isCoded = true
        for readsBody in [true, false] {
            var state = ConnectionState(GatewayLimits(), now: Self.start)
            #expect(state.receive(coded, readsBody: readsBody, now: Self.start) == .refuse(.codedBody))
        }
        coded.declaredBodyBytes = nil
        var state = ConnectionState(GatewayLimits(), now: Self.start)
        #expect(state.receive(coded, readsBody: false, now: Self.start) == .collect(sendsContinue: false))
    }

    @Test func `a body that the answer does not depend on is not waited for, and the connection ends`() {
        var state = ConnectionState(GatewayLimits(), now: Self.start)
        #expect(state.receive(Self.head, readsBody: false, now: Self.start) == .deliver)
        #expect(state.receiveBody(bytes: 2, now: Self.start) == .discard)
        #expect(state.receiveEnd() == .discard)
        #expect(state.answer(now: Self.start) == .send(closes: true))
        var bare = Self.head
        bare.declaredBodyBytes = 0
        var other = ConnectionState(GatewayLimits(), now: Self.start)
        #expect(other.receive(bare, readsBody: false, now: Self.start) == .collect(sendsContinue: false))
    }

    @Test func `each phase has its own deadline`() {
        let limits = GatewayLimits()
        var state = ConnectionState(limits, now: Self.start)
        #expect(state.tick(now: Self.after(.seconds(59))) == .nothing)
        #expect(state.tick(now: Self.after(.seconds(60))) == .close)
        _ = state.receive(Self.head, readsBody: true, now: Self.start)
        #expect(state.tick(now: Self.after(.seconds(14))) == .nothing)
        _ = state.receiveEnd()
        // The pipeline keeps the time of its answer.
        #expect(state.tick(now: Self.after(.seconds(3600))) == .nothing)
        #expect(state.closeInput() == .nothing)
        #expect(state.answer(now: Self.after(.seconds(3601))) == .send(closes: true))
        #expect(state.tick(now: Self.after(.seconds(3602))) == .nothing)
        #expect(state.tick(now: Self.after(.seconds(3603))) == .close)
    }

    @Test func `a body that is late is refused once`() {
        var state = ConnectionState(GatewayLimits(), now: Self.start)
        _ = state.receive(Self.head, readsBody: true, now: Self.start)
        #expect(state.tick(now: Self.after(.seconds(15))) == .refuse(.bodyTimeout))
        #expect(state.fail(.malformedHTTP, now: Self.after(.seconds(15))) == .close)
    }

    @Test func `what is in flight is answered before the connection ends`() {
        var state = ConnectionState(GatewayLimits(), now: Self.start)
        _ = state.receive(Self.head, readsBody: true, now: Self.start)
        _ = state.receiveEnd()
        #expect(state.closeInput() == .nothing)
        #expect(state.quiesce() == .nothing)
        #expect(state.answer(now: Self.start) == .send(closes: true))
    }

    @Test func `an idle connection ends at once, and one whose request is cut off too`() {
        var idle = ConnectionState(GatewayLimits(), now: Self.start)
        #expect(idle.quiesce() == .close)
        var cut = ConnectionState(GatewayLimits(), now: Self.start)
        _ = cut.receive(Self.head, readsBody: true, now: Self.start)
        #expect(cut.closeInput() == .close)
    }

    @Test func `who takes nothing of an answer for too long is cut off`() {
        let limits = GatewayLimits()
        let start = NIODeadline.now()
        var state = ConnectionState(limits, now: start)
        let head = ConnectionState.Head(
            method: "GET", targetBytes: 1, headerBytes: 1, headerCount: 1, isHTTP11: true, hosts: 1, expectations: [],
            keepsAlive: true)
        #expect(state.receive(head, readsBody: false, now: start) == .collect(sendsContinue: false))
        #expect(state.receiveEnd() == .deliver)
        let timeout = TimeAmount(limits.writeTimeout)
        #expect(state.tick(unsent: 100, now: start + timeout) == .nothing)
        // One byte less is a beginning.
        #expect(state.tick(unsent: 99, now: start + timeout + timeout) == .nothing)
        #expect(state.tick(unsent: 99, now: start + timeout + timeout + timeout) == .close)
        #expect(state.tick(unsent: 0, now: start + timeout + timeout + timeout) == .nothing)
    }
}
