import GovernorCore
import GovernorInspect
import Testing

struct NetworkTests {
    @Test(
        arguments: [
            "from «ip_address:203.0.113.7», port 22", "«private_ip_address:192.168.0.1/24».",
            "http server at «ip_address:8.8.8.8»:53",
            "[«ip_address:2001:db8::8a2e:370:7334»]:443", "«private_ip_address:fe80::1%eth0»",
            "src=«private_ip_address:::1»",
            "«ip_address:::ffff:192.0.2.1» mapped", "«ip_address:2001:db8::/32»",
            "«mac_address:00:1B:44:11:3A:B7» and «mac_address:00-1b-44-11-3a-b7»", "«mac_address:001b.4411.3ab7».",
            "see «url:https://example.org/a?b=c#d».", "(«url:http://example.org/wiki/A_(b)»)",
            "«url:https://192.0.2.1:8080/x», too",
            "«url_credentials:postgres://app:hunter2@db/prod» in the configuration",
            "visit «url:www.example.co.uk» today",
            "on «url:example.com/path».", "«url:https://münchen.de/straße»", "<a href=\"«url:https://example.org/»\">",
        ].map(MarkedText.init))
    func `addresses of machines and pages are found with their bytes`(marked: MarkedText) {
        #expect(marked.found == marked.spans)
    }

    @Test(arguments: [
        "version 1.2.3.4", "1.2.3", "256.1.1.1", "1.2.3.4.5", "v10.0.0.1", "std::vector", "12:34:56", "a::b", "::",
        "00:00:00:00:00:00",
        "FF:FF:FF:FF:FF:FF", "00:1B:44:11:3A", "00:1B-44:11-3A:B7", "http://localhost", "https://", "://x.org",
        "main.rs and x.py",
        "end.The next", "e.g. this", "foo.bar()", "process.env", "1.2.3.4.com.", "2001:db8:::1", "1:2:3:4:5:6:7:8:9",
    ])
    func `what only looks like an address is left alone`(text: String) {
        #expect(MarkedText(text).found.isEmpty)
    }
}
