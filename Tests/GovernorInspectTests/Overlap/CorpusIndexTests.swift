import GovernorCore
import Testing

@testable import GovernorInspect

struct CorpusIndexTests {
    private static let works = [("Ä", OverlapMatcherTests.harbour), ("", ""), ("B", OverlapMatcherTests.orchard)]

    @Test func `an index says which works it holds`() throws {
        let index = try CorpusIndex.of(Self.works)
        #expect(index.works.map(\.title) == ["Ä", "", "B"])
        #expect(index.works.map { $0.digest.bytes[0] } == [0, 1, 2])
    }

    @Test func `the same works give the same bytes`() throws {
        #expect(try CorpusIndex.bytes(of: Self.works) == CorpusIndex.bytes(of: Self.works))
    }

    @Test func `an empty corpus matches nothing`() throws {
        #expect(try CorpusIndex.of([]).report(on: Array("a b c d e f g h".utf8)).passages.isEmpty)
    }

    @Test func `what is no index is refused with the reason`() throws {
        var bytes = try CorpusIndex.bytes(of: Self.works)
        #expect(throws: CorpusError.notAnIndex) { try CorpusIndex([]) }
        #expect(throws: CorpusError.damaged(part: "size")) { try CorpusIndex(Array(bytes.dropLast())) }
        #expect(throws: CorpusError.damaged(part: "size")) { try CorpusIndex(bytes + [0]) }
        bytes[8] = 2
        #expect(throws: CorpusError.version(2)) { try CorpusIndex(bytes) }
        bytes[0] = 0
        #expect(throws: CorpusError.notAnIndex) { try CorpusIndex(bytes) }
    }

    @Test(arguments: [UInt8(0x01), 0x80, 0xFF])
    func `a damaged byte is refused or survived`(flip: UInt8) throws {
        let bytes = try CorpusIndex.bytes(of: Self.works)
        let text = Array((OverlapMatcherTests.orchard + OverlapMatcherTests.harbour).utf8)
        for offset in bytes.indices {
            var damaged = bytes
            damaged[offset] ^= flip
            guard let index = try? CorpusIndex(damaged) else { continue }
            #expect((0...1).contains(index.report(on: text).verbatimRatio))
        }
    }

    @Test func `every run of five words holds a kept shingle`() {
        var random = SeededGenerator(seed: 7)
        let fingerprints = (0..<500).map { _ in UInt32.random(in: 0...40, using: &random) }
        let kept = Shingle.winnow(fingerprints)
        #expect(kept == kept.sorted())
        for start in 0...fingerprints.count - Shingle.window {
            #expect(kept.contains { (start..<start + Shingle.window).contains($0) })
        }
    }
}
