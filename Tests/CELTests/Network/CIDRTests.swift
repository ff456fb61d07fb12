import Testing

@testable import CEL

struct CIDRTests {
    @Test(arguments: [
        ("192.168.0.0/24", "192.168.0.0/24"), ("2001:DB8::/32", "2001:db8::/32"), ("0.0.0.0/0", "0.0.0.0/0"),
        ("::/0", "::/0"),
        ("10.0.0.1/32", "10.0.0.1/32"), ("::1/128", "::1/128"), ("192.168.1.5/24", "192.168.1.5/24"),
    ])
    func `a block keeps its address`(text: String, canonical: String) throws {
        #expect(try CIDR(text).description == canonical)
    }

    @Test(arguments: [
        "", "/", "192.168.0.0/", "192.168.0.0", "192.168.0.0/33", "::/129", "192.168.0.0/024", "192.168.0.0/+24",
        "192.168.0.0/-1",
        "192.168.0.0/24/24", "192.168.0.0/ 24", "/24", "192.168.0/24", "::ffff:c0a8:1/120",
    ])
    func `other text is refused`(text: String) {
        #expect(throws: (any Error).self) { try CIDR(text) }
    }

    @Test func `a zone and a mapped address have their own messages`() {
        #expect(throws: NetworkTextError.zone(.block)) { try CIDR("fe80::1%en0/24") }
        #expect(throws: NetworkTextError.mappedAddress(.block)) { try CIDR("::ffff:192.168.0.1/24") }
        #expect(throws: NetworkTextError.malformed(.block)) { try CIDR("192.168.0.0/") }
    }

    @Test(arguments: [
        ("192.168.0.0/24", "192.168.0.1", true), ("192.168.0.0/24", "192.168.1.1", false),
        ("192.168.1.1/32", "2001:db8::1", false),
        ("2001:db8::/32", "2001:db8::1", true), ("0.0.0.0/0", "255.1.2.3", true), ("::/0", "ffff::", true),
        ("::/0", "1.2.3.4", false),
        ("10.1.2.3/8", "10.255.0.0", true), ("10.0.0.1/32", "10.0.0.1", true), ("10.0.0.1/32", "10.0.0.0", false),
        ("fe80::/10", "febf:ffff::1", true), ("fe80::/10", "fec0::", false),
    ])
    func `a block contains the addresses with its prefix`(block: String, address: String, expected: Bool) throws {
        #expect(try CIDR(block).contains(IPAddress(address)) == expected)
    }

    @Test(arguments: [
        ("192.168.0.0/24", "192.168.0.0/25", true), ("192.168.0.0/25", "192.168.0.0/24", false),
        ("10.0.0.0/8", "10.0.0.0/8", true),
        ("10.0.0.0/8", "11.0.0.0/16", false), ("2001:db8::/32", "2001:db8::/33", true), ("::/0", "10.0.0.0/8", false),
    ])
    func `a block contains the blocks within it`(outer: String, inner: String, expected: Bool) throws {
        #expect(try CIDR(outer).contains(CIDR(inner)) == expected)
    }

    @Test func `masking clears what follows the prefix`() throws {
        #expect(try CIDR("192.168.0.1/24").masked == CIDR("192.168.0.0/24"))
        #expect(try CIDR("2001:db8:ffff::1/33").masked == CIDR("2001:db8:8000::/33"))
        #expect(try CIDR("1.2.3.4/0").masked == CIDR("0.0.0.0/0"))
        #expect(try CIDR("192.168.1.0/24").isMask)
        #expect(try !CIDR("192.168.1.5/24").isMask)
        #expect(try CIDR("192.168.1.5/24").address == IPAddress("192.168.1.5"))
        #expect(try CIDR("192.168.0.0/24").prefixLength == 24)
    }

    @Test func `equality sees address and prefix`() throws {
        #expect(try CIDR("192.0.0.1/32") != CIDR("10.0.0.1/8"))
        #expect(try CIDR("10.0.0.0/8") != CIDR("10.0.0.0/9"))
        #expect(try CIDR("2001:db8::/32") != CIDR("10.0.0.1/32"))
    }
}
