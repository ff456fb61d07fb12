import Testing

@testable import GovernorGateway

/// The life of an upstream's connection without one.
struct UpstreamConnectionStateTests {
    private static func answered(requestSent: Bool, keepsAlive: Bool = true) -> UpstreamConnectionState {
        var state = UpstreamConnectionState(needsHandshake: false)
        state.beginRequest()
        if requestSent { state.endRequest() }
        #expect(state.receiveBytes() == .parse)
        #expect(state.receiveHead(status: 200, keepsAlive: keepsAlive) == .give)
        state.receiveEnd()
        return state
    }

    @Test func `a connection goes round`() {
        var state = Self.answered(requestSent: true)
        let isKept = state.endExchange()
        #expect(isKept)
        #expect(state.phase == .idle)
        state.beginRequest()
        #expect(state.close() == .closedEarly(answerBegan: false, reusedConnection: true))
    }

    @Test func `an answer that comes before all of its request is sent ends the connection`() {
        var state = Self.answered(requestSent: false)
        let isKept = state.endExchange()
        #expect(!isKept)
        #expect(state.phase == .closed)
    }

    @Test func `a complete answer is complete, however its connection ends`() {
        var state = Self.answered(requestSent: true)
        #expect(state.close(.malformed) == nil)
    }

    @Test func `each phase has its own patience`() {
        let (timeouts, limits) = (UpstreamTimeouts(), UpstreamLimits())
        var state = UpstreamConnectionState(needsHandshake: true)
        #expect(state.patience(timeouts, limits) == .seconds(5))
        #expect(state.overdue(timeouts) == .connectTimeout(.seconds(5)))
        state.endHandshake()
        #expect(state.patience(timeouts, limits) == .seconds(30))
        #expect(state.overdue(timeouts) == nil)
        state.beginRequest()
        #expect(state.patience(timeouts, limits) == .seconds(120))
        #expect(state.receiveBytes() == .parse)
        #expect(state.patience(timeouts, limits) == .seconds(60))
        #expect(state.receiveHead(status: 103, keepsAlive: true) == .waitOn)
        #expect(state.overdue(timeouts) == .firstByteTimeout(.seconds(120)))
        #expect(state.receiveHead(status: 200, keepsAlive: true) == .give)
        #expect(state.overdue(timeouts) == .idleTimeout(.seconds(60)))
    }

    @Test func `nobody asked for bytes on an idle connection, nor for a second answer`() {
        var idle = UpstreamConnectionState(needsHandshake: false)
        #expect(idle.receiveBytes() == .close)
        var answered = Self.answered(requestSent: true)
        #expect(answered.receiveHead(status: 200, keepsAlive: true) == .fail(.malformed))
    }
}
