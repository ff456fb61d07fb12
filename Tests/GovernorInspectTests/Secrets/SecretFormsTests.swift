import GovernorCore
import Testing

@testable import GovernorInspect

/// Private keys, web tokens, addresses with passwords and user flags. All values are invented.
struct SecretFormsTests {
    private static func spans(in text: String) -> [String] {
        SecretsInspector().findings(in: Array(text.utf8)).map {
            "\($0.kind) \($0.span.lowerBound)..<\($0.span.upperBound)"
        }
    }

    private static let key: String = {
        var random = SeededGenerator(seed: 3)
        return (0..<12).map { _ in DrawnToken.letters(64, using: &random) }.joined(separator: "\n")
    }()

    @Test(arguments: [
        "RSA PRIVATE KEY", "EC PRIVATE KEY", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY",
        "PGP PRIVATE KEY BLOCK",
    ])
    func `the body of a private key is found, in lines and in a string literal`(label: String) {
        let (begin, end) = ("-----BEGIN \(label)-----", "-----END \(label)-----")
        for lineEnd in ["\n", "\r\n", "\\n"] {
            let body = Self.key.split(separator: "\n").joined(separator: lineEnd)
            let marked = MarkedText("x \(begin)\(lineEnd)«private_key:\(body)»\(lineEnd)\(end) y")
            #expect(Self.spans(in: marked.text) == marked.spans)
        }
    }

    @Test(arguments: ["CERTIFICATE", "PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE REQUEST", "PGP PUBLIC KEY BLOCK"])
    func `a certificate or public key is no secret`(label: String) {
        #expect(Self.spans(in: "-----BEGIN \(label)-----\n\(Self.key)\n-----END \(label)-----\n") == [])
    }

    @Test(arguments: [100, 250, 900])
    func `of a long key nothing is left, with or without its end, however it is cut`(lines: Int) {
        var random = SeededGenerator(seed: 4)
        let body = (0..<lines).map { _ in DrawnToken.letters(64, using: &random) }.joined(separator: "\n")
        for (begin, end) in [
            ("-----BEGIN PRIVATE KEY-----\n", "\n-----END PRIVATE KEY-----\n"),
            ("-----BEGIN PRIVATE KEY-----\n", "\n\n# the end of what was copied\n"),
            ("Private-Lines: \(lines)\n", "\nPrivate-MAC: 00\n"),
        ] {
            let bytes = Array("\(begin)\(body)AAAA==\(end)".utf8)
            let findings = SecretsInspector().findings(in: bytes)
            #expect(findings.map(\.kind) == ["private_key"])
            #expect(findings.first?.span == begin.utf8.count..<bytes.count - end.utf8.count)
            for size in [999, 5000] {
                var stream = SecretsInspector().stream()
                var streamed: [Finding] = []
                for start in stride(from: 0, to: bytes.count, by: size) {
                    streamed += stream.append(bytes[start..<min(start + size, bytes.count)])
                }
                #expect(streamed + stream.finish() == findings)
            }
        }
    }

    @Test func `labels without an end take linear time`() {
        for label in ["-----BEGIN PRIVATE KEY-----", "Private-Lines: "] {
            let text = [UInt8](repeatElement(Array((label + "\n").utf8), count: 40_000).joined())
            let stopwatch = ProcessorStopwatch()
            #expect(SecretsInspector().findings(in: text).isEmpty)
            // Seconds where it is linear, half an hour where each reads as far as it may.
            #expect(stopwatch.elapsed < .seconds(60))
        }
    }

    @Test func `the private lines of a PuTTY key are found`() {
        let marked = MarkedText("Public-Lines: 2\nAAAA\nPrivate-Lines: 12\n«private_key:\(Self.key)»\nPrivate-MAC: 00")
        #expect(Self.spans(in: marked.text) == marked.spans)
    }

    @Test(arguments: [
        "-----BEGIN PRIVATE KEY-----\nanything\n-----END PRIVATE KEY-----",
        "-----BEGIN OPENSSH PRIVATE KEY----------END OPENSSH PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----",
        "begins with -----BEGIN RSA PRIVATE KEY----- and so on",
    ])
    func `a label without a key is no secret`(text: String) {
        #expect(Self.spans(in: text) == [])
    }

    @Test(
        arguments: [
            "Bearer «json_web_token:eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.»",
            "«json_web_token:eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2lnbmF0dXJl».",
            "{\"id_token\":\"«json_web_token:eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.AbC-_9»\"}",
        ].map(MarkedText.init))
    func `a JSON web token is found with its bytes`(marked: MarkedText) {
        #expect(Self.spans(in: marked.text) == marked.spans)
    }

    @Test func `a header that is no JSON makes no web token, though perhaps an unknown secret`() {
        let findings = SecretsInspector().findings(in: Array("eyJub3Q.eyJhIjoxfQ.c2ln".utf8))
        #expect(!findings.contains { $0.kind == "json_web_token" })
    }

    @Test(arguments: ["eyJhbGciOiJub25lIn0", "eyebrow.raising.story", "eyJ.eyJ.eyJ"])
    func `what is not a header in base 64 is no web token`(text: String) {
        #expect(Self.spans(in: text) == [])
    }

    @Test(
        arguments: [
            "postgres://app:«url_password:s3cr3tPw»@db.example.org:5432/x",
            "https://user:«url_password:hunter22»@example.org/path",
            "mongodb+srv://a:«url_password:p@ss!w0rd»@cluster.example.org/db?x=1",
            "redis://:«url_password:f00ba4rx»@10.0.0.1:6379",
            "jdbc:mysql://admin:«url_password:str0ngP4ss»@db.example.org:3306/app",
        ].map(MarkedText.init))
    func `the password in an address is found alone`(marked: MarkedText) {
        #expect(Self.spans(in: marked.text) == marked.spans)
    }

    @Test(arguments: [
        "https://example.org:8080/a@b", "https://user:${PASSWORD}@host/x", "https://user:<password>@host",
        "ssh://git@host/x",
        "https://user:$PASS@host", "std::string a://b", "https://example.org/x:y@z", "https://u:****@example.org",
        "https://{user}:{password}@example.org", "mongodb://user:password@db.example.com:27017/mydb",
    ])
    func `an address without a password is no secret`(text: String) {
        #expect(Self.spans(in: text) == [])
    }

    @Test(
        arguments: [
            "curl -u admin:«password:d2LkV78zLx!t» https://x.org", "curl --user  'johns:«password:h0pk1ns~21s»' x",
            "curl --user \"j.smith:«password:dB2yF6@qL9v#4J»\" x",
            "curl --user kevin:'«password:pRf7vG2h1L8nQk»' -i", "curl -u \":«password:d2LkV78zLx!t»\" x",
        ].map(MarkedText.init))
    func `the password of a user flag is found alone`(marked: MarkedText) {
        #expect(Self.spans(in: marked.text) == marked.spans)
    }

    @Test(arguments: [
        "docker run -u 1000:1000 image", "curl -u $USER:$PASSWORD x", "git push -u origin main:main", "sort -u a b",
        "curl --user name:<password> x", "ls -u file", "curl -u <user:password> x", "curl -u username:token x",
    ])
    func `a user flag without a password is no secret`(text: String) {
        #expect(Self.spans(in: text) == [])
    }
}
