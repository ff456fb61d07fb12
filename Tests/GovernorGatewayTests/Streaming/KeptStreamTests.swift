import GovernorCore
import Testing

@testable import GovernorGateway

@Suite struct KeptStreamTests {
    @Test func `where nothing takes the place of a stream, nothing of it is kept`() {
        var stream = KeptStream([])
        stream.take([1, 2])
        #expect(stream.release([1], hasLeft: false) == [1] && stream.sent.isEmpty)
    }

    @Test func `what has no words yet waits for the first of them`() {
        var stream = KeptStream([.summarize])
        stream.take([1, 2])
        #expect(stream.release([1], hasLeft: false) == [] && stream.sent == [1, 2])
        #expect(stream.release([2], hasLeft: true) == [1, 2] && stream.rest() == [])
        // Nothing can take its place any more.
        stream.take([3])
        #expect(stream.release([3], hasLeft: true) == [3] && stream.sent.isEmpty)
    }

    @Test func `all of what may be held is kept to its end`() {
        var stream = KeptStream([.hold])
        stream.take([1, 2])
        #expect(stream.release([1, 2], hasLeft: true) == [1, 2])
        stream.take([3])
        #expect(stream.sent == [1, 2, 3])
    }
}
