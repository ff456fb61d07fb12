import GovernorCore
import Testing

@testable import CEL

struct IPAddressTests {
    /// Text and canonical text; the IPv6 forms are those of RFC 4291 §2.2 and RFC 5952 §4.
    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("::", "::"),
        ("::1", "::1"),
        ("1::", "1::"), ("2001:DB8::68", "2001:db8::68"), ("2001:db8:0:0:0:0:0:1", "2001:db8::1"),
        ("2001:0db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
        ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"), ("::13.1.68.3", "::d01:4403"), ("::ffff:c0a8:1", "192.168.0.1"),
        ("ABCD:EF01:2345:6789:ABCD:EF01:2345:6789", "abcd:ef01:2345:6789:abcd:ef01:2345:6789"),
    ])
    func `an address has one canonical text`(text: String, canonical: String) throws {
        #expect(try IPAddress(text).description == canonical)
        #expect(try IPAddress(canonical) == IPAddress(text))
        #expect(try IPAddress.isCanonical(text) == (text == canonical))
    }

    @Test(arguments: [
        "", ".", ":", ":::", "127.0.0.1.0", "127.0.0", "01.2.3.4", "1.2.3.256", "1.2.3.-4", "1.2.3.4 ", "1..2.3",
        "0x7f.0.0.1", "2130706433",
        "2001:db8:::68", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1::", ":1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8:",
        "12345::", "g::", "::1.2.3", "::1.2.3.4:5", "1.2.3.4::", "::01.2.3.4", "[::1]", "1.2.3.4/8", "1.2.3.4:80",
        "١.2.3.4",
        "::%eth0%", "%eth0", "1.2.3.4%eth0", "::1%",
    ])
    func `other text is refused`(text: String) {
        #expect(throws: (any Error).self) { try IPAddress(text) }
        #expect(throws: (any Error).self) { try IPAddress.isCanonical(text) }
    }

    @Test func `a zone and a mixed mapped address have their own messages`() {
        #expect(throws: NetworkTextError.zone(.address)) { try IPAddress("fe80::1%en0") }
        #expect(throws: NetworkTextError.mappedAddress(.address)) { try IPAddress("::ffff:192.168.0.1") }
        #expect(NetworkTextError.zone(.address).message == "IP address with zone value is not allowed")
        #expect(NetworkTextError.mappedAddress(.block).message == "IPv4-mapped IPv6 address is not allowed")
        #expect(NetworkTextError.malformed(.block).hint.contains("prefix length"))
    }

    @Test func `families tell themselves apart`() throws {
        #expect(try IPAddress("127.0.0.1").family == .v4)
        #expect(try IPAddress("::1").family == .v6)
        #expect(try IPAddress("::") != IPAddress("0.0.0.0"))
    }

    struct Kinds {
        let text: String
        let kinds: Set<String>

        init(_ text: String, _ kinds: String...) {
            self.text = text
            self.kinds = Set(kinds)
        }
    }

    @Test(arguments: [
        Kinds("0.0.0.0", "unspecified"), Kinds("::", "unspecified"), Kinds("127.0.0.1", "loopback"),
        Kinds("127.255.0.9", "loopback"),
        Kinds("::1", "loopback"), Kinds("1.2.3.4", "global"), Kinds("192.168.0.1", "global"), Kinds("255.255.255.255"),
        Kinds("169.254.169.254", "link-local"), Kinds("169.255.0.1", "global"), Kinds("224.0.0.1", "link-multicast"),
        Kinds("224.0.1.1"),
        Kinds("239.1.2.3"), Kinds("ff00::1"), Kinds("ff02::1", "link-multicast"), Kinds("ff12::1", "link-multicast"),
        Kinds("fe80::1", "link-local"),
        Kinds("febf::1", "link-local"), Kinds("fec0::1", "global"), Kinds("fd80::1", "global"),
        Kinds("2001:db8::1", "global"),
    ])
    func `addresses have the kinds of Go's netip`(expected: Kinds) throws {
        let address = try IPAddress(expected.text)
        var kinds: Set<String> = []
        if address.isUnspecified { kinds.insert("unspecified") }
        if address.isLoopback { kinds.insert("loopback") }
        if address.isGlobalUnicast { kinds.insert("global") }
        if address.isLinkLocalUnicast { kinds.insert("link-local") }
        if address.isLinkLocalMulticast { kinds.insert("link-multicast") }
        #expect(kinds == expected.kinds)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `canonical text reads back`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            // Zeroing groups at random makes runs of zeros likely.
            let groups = (0..<8).map { _ in random.next() % 2 == 0 ? 0 : UInt16(truncatingIfNeeded: random.next()) }
            let bits = groups.reduce(UInt128(0)) { $0 << 16 | UInt128($1) }
            guard bits >> 32 != 0xffff else { continue }
            let address = IPAddress(family: .v6, bits: bits)
            #expect(try IPAddress(address.description) == address)
            let spelledOut = groups.map { String($0, radix: 16, uppercase: true) }.joined(separator: ":")
            #expect(try IPAddress(spelledOut) == address)
        }
    }
}
