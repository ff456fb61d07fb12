import Testing

@testable import GovernorGateway

/// W3C Trace Context, as it comes and as it goes.
@Suite struct TraceContextTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let span = "00f067aa0ba902b7"

    @Test(arguments: [
        ("00-\(trace)-\(span)-01", true), ("00-\(trace)-\(span)-00", false), ("00-\(trace)-\(span)-03", true),
        ("00-\(trace)-\(span)-fe", false), ("01-\(trace)-\(span)-01", true), ("fe-\(trace)-\(span)-01", true),
        ("cc-\(trace)-\(span)-01-what-the-future-brings", true),
    ])
    func `a parent is read`(field: String, isSampled: Bool) throws {
        let context = try #require(TraceContext(traceParent: field))
        #expect(context.traceID.text == Self.trace && context.spanID.paddedHex == Self.span)
        #expect(context.isSampled == isSampled)
        #expect(context.traceParent == "00-\(Self.trace)-\(Self.span)-\(isSampled ? "01" : "00")")
    }

    @Test(arguments: [
        "", "00", "00-\(trace)-\(span)", "00-\(trace)-\(span)-", "00-\(trace)-\(span)-1", "00-\(trace)-\(span)-011",
        "00-\(trace)-\(span)-01-more", "00-\(trace)-\(span)-01-", "cc-\(trace)-\(span)-01.more",
        "ff-\(trace)-\(span)-01",
        "00-\(trace.uppercased())-\(span)-01", "00-\(trace)-\(span.uppercased())-01", "0A-\(trace)-\(span)-01",
        "00-\(trace)-\(span)-0A", "00-00000000000000000000000000000000-\(span)-01",
        "00-\(trace)-0000000000000000-01", "00-\(trace.dropLast())g-\(span)-01", "00-\(trace.dropLast())-\(span)-01",
        "00_\(trace)_\(span)_01", " 00-\(trace)-\(span)-01", "0-\(trace)-\(span)-01", "00-\(trace)-\(span)-+1",
        "00-\(trace)-\(span)-٠١",
    ])
    func `what is no parent is none`(field: String) {
        #expect(TraceContext(traceParent: field) == nil)
    }

    @Test(arguments: [
        (["rojo=00f067aa0ba902b7"], "rojo=00f067aa0ba902b7"),
        (["rojo=1,congo=t61rcWkgMzE"], "rojo=1,congo=t61rcWkgMzE"), (["rojo=1", "congo=2"], "rojo=1,congo=2"),
        ([" rojo=1 ,\tcongo=2 ,, "], "rojo=1,congo=2"), (["fw529a3039@dt=FfAB;x:y z"], "fw529a3039@dt=FfAB;x:y z"),
        (["0tenant@system=1"], "0tenant@system=1"), (["a_-*/9=1"], "a_-*/9=1"), ([], ""), ([""], ""),
        // Not well formed: a key or value that is none, too many, or one twice.
        (["Rojo=1"], ""), (["0rojo=1"], ""), (["rojo"], ""), (["rojo="], ""), (["=1"], ""), (["a=1,b"], ""),
        (["a=1=2"], ""), (["a=ü"], ""), (["a@b@c=1"], ""), (["a@0b=1"], ""), (["@b=1"], ""), (["a=1,a=2"], ""),
        (["a b=1"], ""), (["a=\u{7F}"], ""),
    ])
    func `what others note is passed on as it came, and what is not well formed is not`(fields: [String], text: String)
    {
        #expect(TraceState(fields: fields).text == text)
    }

    @Test func `32 notes are passed on, 33 are not`() {
        let members = (1...33).map { "k\($0)=\($0)" }
        #expect(TraceState(fields: [members.prefix(32).joined(separator: ",")]).text.hasSuffix("k32=32"))
        #expect(TraceState(fields: [members.joined(separator: ",")]).text.isEmpty)
    }

    @Test func `of more than 512 characters long notes go first, then the oldest`() {
        let long = "long=" + String(repeating: "x", count: 200)
        let other = "other=" + String(repeating: "y", count: 110)
        let members = ["a=1", long, "b=2", other] + (1...4).map { "m\($0)=" + String(repeating: "z", count: 70) }
        let text = TraceState(fields: [members.joined(separator: ",")]).text
        #expect(text.utf8.count <= 512 && !text.contains("long=") && text.contains("other="))
        #expect(text.hasPrefix("a=1,b=2,") && text.contains("m4="))
        let short = (1...32).map { "m\($0)=" + String(repeating: "z", count: 70) }
        let rest = TraceState(fields: [short.joined(separator: ",")]).text
        #expect(rest.utf8.count <= 512 && rest.hasPrefix("m1=") && rest.contains("m6=") && !rest.contains("m7="))
    }

    @Test(arguments: [(0.0, 0.0...0.0), (0.25, 0.2...0.3), (1.0, 1.0...1.0)])
    func `a part of the traces that begin here is recorded, and of others what their beginner decided`(
        ratio: Double, expected: ClosedRange<Double>
    ) {
        let tracer = Tracer(sink: MemorySpans(), ratio: ratio, random: { SystemRandomNumberGenerator() })
        let contexts = (0..<2000).map { _ in tracer.context(after: nil) }
        #expect(expected.contains(Double(contexts.filter(\.isSampled).count) / 2000))
        #expect(Set(contexts.map(\.traceID)).count == 2000 && contexts.allSatisfy { $0.spanID != 0 })
        for flag in ["00", "01"] {
            let parent = TraceContext(traceParent: "00-\(Self.trace)-\(Self.span)-\(flag)")
            let child = tracer.context(after: parent)
            #expect(child.isSampled == (flag == "01") && child.traceID == parent?.traceID)
            #expect(child.spanID != parent?.spanID)
        }
    }
}
