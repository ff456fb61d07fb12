import GovernorCore
import Testing

@Suite struct UUIDv7Tests {
    /// RFC 9562, appendix A.6.
    @Test func `RFC 9562 the published example is read`() throws {
        let id = try #require(UUIDv7("017F22E2-79B0-7CC3-98C4-DC0C0C07398F"))
        #expect(id.time.description == "2022-02-22T19:22:22.000Z")
        #expect(id.description == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
        #expect(Hex.encode(id.bytes) == "017f22e279b07cc398c4dc0c0c07398f")
    }

    @Test(arguments: [
        "", "017f22e2-79b0-4cc3-98c4-dc0c0c07398f", "017f22e2-79b0-7cc3-18c4-dc0c0c07398f",
        "017f22e279b0-7cc3-98c4-dc0c0c07398f-", "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
        "017f22e279b07cc398c4dc0c0c07398f",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398g", "{17f22e2-79b0-7cc3-98c4-dc0c0c07398f",
    ]) func `other identifiers are refused`(text: String) {
        #expect(UUIDv7(text) == nil)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `identifiers sort by time and are read back`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var last: UUIDv7?
        for millisecond in 0..<100 as Range<Int64> {
            let time = Timestamp(millisecondsSince1970: 1_800_000_000_000 + millisecond)
            let id = UUIDv7(at: time, using: &random)
            #expect(id.time == time)
            #expect(UUIDv7(id.description) == id)
            if let last { #expect(last < id && last.description < id.description) }
            last = id
        }
    }
}
