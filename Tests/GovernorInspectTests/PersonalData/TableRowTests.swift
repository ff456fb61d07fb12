import GovernorCore
import Testing

@testable import GovernorInspect

/// What stands in the fields of tables, where no space divides them.
struct TableRowTests {
    private static let values = [
        "credit_card:4111111111111111", "credit_card:378282246310005", "credit_card:4111 1111 1111 1111",
        "iban:DE89370400440532013000", "iban:GB29 NWBK 6016 1331 9268 19", "phone:+12125550123", "phone:212-555-0123",
        "phone:(212) 555-0123", "phone:+44 20 7946 0958", "phone:+49 89 123 456", "us_ssn:536-90-4399",
        "email:ada@example.org", "ip_address:198.51.100.7", "ip_address:2001:db8::1", "mac_address:00:1B:44:11:3A:B7",
        "crypto_wallet:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "crypto_wallet:0x52908400098527886E0F7030069857D2E4169EE7",
    ]

    @Test(arguments: values, [",", ";", "|", "\t", ", ", "\",\""])
    func `a value is found between all fields`(value: String, divider: String) {
        for neighbour in ["Ada", "7", "1001", "", "2024-05-06", "3.5"] {
            let row = MarkedText([neighbour, "«\(value)»", neighbour].joined(separator: divider))
            #expect(row.found.contains(row.spans[0]), "\(row.text)")
        }
    }

    @Test(
        arguments: [
            "id,phone\n7,«phone:2125550123»,x", "id,ssn\n1,«us_ssn:536904399»\n", "[7,«credit_card:4111111111111111»]",
            "«credit_card:4111111111111111»:12/27:123", "«credit_card:4111111111111111»/12/27",
            "bic,name\n«bic:DEUTDEFF»,Ada", "aged «age:45»,she", "«email:ada@example.com»-x",
            "@«email:ada.lovelace+x@mail.example.org»",
            "card #«credit_card:4111111111111111»", "_«credit_card:4111 1111 1111 1111»_", "_«us_ssn:536-90-4399»_",
            "'@«email:ada.lovelace_k@mastodon.social»'", "a.@«email:b.cd_e@x.org»", #"CORP\«email:nadia@example.org»"#,
            #"C:\Users\«email:nora@contoso.com»"#, #"note\n«email:ada@example.org»"#,
            "/accounts/«iban:DE89370400440532013000»/transactions", "_«phone:212-555-0123»_",
            "«email:ada@example.com»«email:_bob@example.org»",
            "«email:ada@example.com»«email:-bob@example.org»",
        ].map(MarkedText.init))
    func `a field is found by what its table says`(marked: MarkedText) {
        #expect(marked.found == marked.spans)
    }

    @Test(arguments: [
        "0.4111111111111111", "/cards/4111111111111111", "aged 45,5", "3,14159265", "pkg@2.rc-1",
        "git@github.com-work:governor/governor", "pkg@18.2.0-beta.rc", "id_4111111111111111", "__4111111111111111",
        #"C:\\n4111111111111111"#, #"C:\repo\t25900808103\x"#, #"C:\temp\n198.51.100.7\file"#,
        "credit card. Order #9876543210987", "root@ip-10-0-0-1.us-west-2:~$", "root@web.prod-2:~#",
        "react@next.canary-1",
        "git@gitlab.com-work/group/repo", "user:12345678:home", "[12:main] 37968178870:worker-1",
    ])
    func `a decimal, a path and a version are left alone`(text: String) {
        #expect(MarkedText(text).found.isEmpty)
    }

    @Test(arguments: values, [#"\n"#, #"\t"#, #"\r\n"#, #"\\n"#, #"\\r\\n"#])
    func `a value is found behind the escape of a break`(value: String, escape: String) {
        let row = MarkedText(#"{"note": "about"# + escape + "«\(value)»" + escape + #"thanks"}"#)
        #expect(row.found == row.spans, "\(row.text)")
    }

    @Test(arguments: [
        #"C:\Users\bob\nightly-2023-10-05-x86_64-pc-windows-msvc\bin"#, #"src\ref_9f86d081884c7d659a2feaa0c55ad015"#,
        #"\\srv\share\results-2024-05-06_12-30-45_run17B"#, #"..\numpy-1.26.4-cp311-cp311-win_amd64.whl"#,
        #"D:\a\1\s\tensorflow-2.15.0-cp311-cp311-win_amd64.whl"#, #"C:\temp\n198.51.100.7\file"#,
    ])
    func `the parts of a path are no escapes`(path: String) {
        #expect(Recognizers.personalDataAndSecrets.findings(in: Array(path.utf8)).isEmpty)
    }

    @Test(arguments: [1, 7, 500])
    func `an alias of a repository is as long in a stream`(size: Int) {
        let text = Array("x git@github.com-\(String(repeating: "a", count: 3000)):x/y".utf8)
        var stream = Recognizers.personalDataAndSecrets.stream()
        var found: [Finding] = []
        for start in stride(from: 0, to: text.count, by: size) {
            found += stream.append(text[start..<min(start + size, text.count)])
        }
        found += stream.finish()
        #expect(found == Recognizers.personalDataAndSecrets.findings(in: text))
    }
}
