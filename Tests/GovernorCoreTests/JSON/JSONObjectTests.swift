import GovernorCore
import Testing

@Suite struct JSONObjectTests {
    /// Few members are told apart by looking at all, many by hashing: the outcome is the same.
    @Test(arguments: [0, 1, 23, 24, 25, 26, 60])
    func `of two members with one name the last value stays, at the first one's place`(count: Int) {
        var members = (0..<count).map { ("name \($0)", JSONValue.integer($0)) }
        members += (0..<count).reversed().map { ("name \($0)", JSONValue.integer(1000 + $0)) }
        let object = JSONObject(members)
        #expect(object.keys == (0..<count).map { "name \($0)" })
        #expect(object.map(\.value) == (0..<count).map { JSONValue.integer(1000 + $0) })
    }

    @Test func `names are told apart by their bytes`() {
        let object = JSONObject([("\u{E9}", 1), ("e\u{301}", 2), ("\u{E9}", 3)])
        #expect(object.count == 2 && object["\u{E9}"] == 3 && object["e\u{301}"] == 2)
    }
}
