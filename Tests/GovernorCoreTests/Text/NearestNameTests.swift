import GovernorCore
import Testing

@Suite struct NearestNameTests {
    static let names = ["thresholds", "rules", "waivers", "frameworks", "target_max", "target_min"]

    @Test(arguments: [
        ("threshold", "thresholds"), ("Rules", "rules"), ("ruels", "rules"), ("frameworsk", "frameworks"),
        ("target_mxa", "target_max"), ("waviers", "waivers"), ("target_mn", "target_min"),
    ]) func `a slip finds the name that was meant`(written: String, meant: String) {
        #expect(nearestName(to: written, among: Self.names) == meant)
    }

    @Test(arguments: ["", "xyz", "governance", "thr", String(repeating: "a", count: 1000)])
    func `what resembles nothing finds nothing`(written: String) {
        #expect(nearestName(to: written, among: Self.names) == nil)
    }

    @Test func `texts that only look alike are not equal`() {
        #expect("e\u{301}" == "\u{E9}")
        #expect(!"e\u{301}".isExactly("\u{E9}"))
        #expect(ExactString("e\u{301}") != ExactString("\u{E9}"))
        #expect(Set([ExactString("a"), ExactString("a"), ExactString("b")]).count == 2)
    }
}
