import Foundation
import GovernorCore
import TestTime
import Testing

@testable import GovernorInspect

struct NationalIDRecognizerTests {
    private static let scanner = SpanScanner([NationalIDRecognizer()])

    /// One text a line; `Tests/Fixtures/inspect/README.md` says how they were made.
    private static func examples() throws -> [MarkedText] {
        let file = URL(filePath: #filePath).appending(path: "../../../Fixtures/inspect/national_ids.txt")
        return try String(contentsOf: file.standardizedFileURL, encoding: .utf8).split(separator: "\n").map {
            MarkedText(String($0))
        }
    }

    private static func findings(in text: String) -> [Finding] { scanner.findings(in: Array(text.utf8)) }

    private static func spans(in text: String) -> [String] {
        findings(in: text).map { "\($0.kind) \($0.span.lowerBound)..<\($0.span.upperBound)" }
    }

    @Test func `every kind is found where it is written out with its words`() throws {
        for marked in try Self.examples() { #expect(Self.spans(in: marked.text) == marked.spans, "\(marked.text)") }
    }

    @Test func `every kind has three examples`() throws {
        var counts: [String: Int] = [:]
        for span in try Self.examples().flatMap(\.spans) { counts[String(span.prefix { $0 != " " }), default: 0] += 1 }
        for kind in IdentifierKind.all { #expect(counts[kind.name, default: 0] >= 3, "\(kind.name)") }
    }

    @Test(arguments: [
        // Dates, times, amounts, versions, addresses.
        "2026-01-31T09:05:00.250Z", "31.01.2026", "20240115123045", "202401151230", "1700000000", "1700000000000",
        "1,234,567,890.12", "3.14159265358979", "3,14159265358979", "1 234 567 890", "192.168.100.200", "v1.2.3-rc.4",
        "10.0.19045.3803", "1920x1080", "12:34:56", "AS15169", "2001:db8::8a2e:370:7334",
        // Phone numbers, cards, orders, parcels, books, goods, hashes, code.
        "+49 30 123 456 782", "call 212-555-0123", "(212) 555-0123", "+1 401 023 2137", "0044 123 456 782",
        "4111111111111111", "374883521588522", "order 536-22-8940", "order number 92044306P", "invoice 123456782",
        "ticket SW1A1AA", "tracking 1Z999AA10123456784", "ISBN 978-3-16-148410-0",
        "550e8400-e29b-41d4-a716-446655440000", "da39a3ee5e6b4b0d3255bfef95601890afd80709", "92044306p.log",
        "id_92044306P", "src/92044306P/x", "1-92044306P", "92044306P@example.com", "x=0x12345678", "A1B2C3", "USB 3.0",
        "Windows 11", "COVID19", "RFC 2119", "B2B 4U",
        // Numbers that could be several things, and nothing says which.
        "123456782", "44051401458", "1234567893", "000123456789", "121042882", "0281508150123", "AB1234567", "10115",
        "C03005988", "KSD1287349", "5566777788", "123456789012", "AA0123456B", "123-45-6789",
        // Numbers never given out, and check digits that are wrong.
        "SSN 000-12-3456", "SSN 666-12-3456", "SSN 123-00-6789", "SSN 123-45-0000", "SSN 078-05-1120",
        "SSN 987-45-4321",
        "NINO BG123456A", "92044306Q", "WJLDKR52B18A461E", "NIR 210053889000485", "VA1 1AA", "ZZ9 9ZZ",
        "PESEL 91012466857", "BSN 810294851", "NHS 4628196819", "CPF 123.456.789-00", "131052-308U", "1SG4-TE5-MK73",
        "VAT DE136695977", "USt-IdNr. DE 136 695 977", "codice fiscale RSSMRA85T10A562T", "Personalausweis L01X00T472",
        "Reisepass C01X0006H2", "Reisepass C01X0006A", "Personalausweis T220001290", "L01X00T47",
        "IdNr. 00000000000", "passport", "ssn ssn ssn", "",
    ])
    func `what only looks like an identifier is left alone`(text: String) {
        #expect(Self.spans(in: text) == [])
    }

    @Test(
        arguments: [
            // The word decides between kinds that share a form.
            "PESEL «pl_pesel:44051401458» and TC kimlik «tr_national_id:10000000146»",
            "routing number «us_aba_routing:121042882», account number «us_bank_account:1234567890»",
            "NPI «us_npi:1234567893», then call or phone 1234567893", "SSN «us_ssn:123-45-6789»",
            // Both sides, tables, names of fields, typographic separators, either case.
            "«us_ssn:536228940» is her SSN", "name,ssn\nAda,«us_ssn:536-22-8940»,NY",
            #"{"passportNumber":"«us_passport:C03005988»"}"#, "tax_file_number=«au_tfn:876 543 210»",
            "«br_cpf:529.982.247-25»;«br_cpf:111.444.777-35»", "NUMÉRO DE SÉCURITÉ SOCIALE «fr_nir:210053889000484».",
            "NIR «fr_nir:2\u{A0}10\u{A0}05\u{A0}38\u{A0}890\u{A0}004\u{A0}84»",
            "SSN «us_ssn:536\u{2011}22\u{2011}8940»", "(«es_nif:92044306P»)", "DNI:«es_nif:92044306p»",
            // A word counts only near by and as a whole.
            "the SSN is in the other file, as far as anybody knows who has seen it in the last few years: 536228940",
            "lessons 536228940 vanish",
        ].map(MarkedText.init))
    func `words nearby decide`(marked: MarkedText) {
        #expect(Self.spans(in: marked.text) == marked.spans)
    }

    @Test func `words and check digits raise the confidence`() throws {
        func finding(_ text: String) throws -> Finding { try #require(Self.findings(in: text).first) }
        let (bare, announced) = (try finding("536-22-8940"), try finding("SSN 536-22-8940"))
        #expect(bare.confidence < announced.confidence)
        #expect(bare.evidence == .format && announced.evidence == .context)
        let proven = try finding("WJLDKR52B18A461D")
        #expect(proven.confidence > announced.confidence && proven.evidence == .checksum)
    }

    @Test func `doubtful numbers come out only when asked for`() {
        let all = NationalIDRecognizer(minimumConfidence: 0).matches(in: "44051401458")
        #expect(all.count == 1 && all.allSatisfy { $0.confidence < 0.5 })
        #expect(Self.findings(in: "44051401458").isEmpty)
    }

    @Test func `kinds have distinct names in snake case and fit into one set`() {
        let names = IdentifierKind.all.map(\.name)
        #expect(Set(names).count == names.count && names.count < 128)
        #expect(names.joined().allSatisfy { $0.isLowercase || $0 == "_" })
    }

    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `S3.39: chunks change no finding`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let text = try Self.examples().shuffled(using: &random).prefix(12).map(\.text).joined(separator: "; ")
        let bytes = Array(text.utf8)
        var stream = Self.scanner.stream()
        var findings: [Finding] = []
        var position = 0
        while position < bytes.count {
            let end = min(bytes.count, position + Int.random(in: 1...60, using: &random))
            findings += stream.append(Array(bytes[position..<end]))
            position = end
        }
        findings += stream.finish()
        #expect(findings == Self.scanner.findings(in: bytes))
    }

    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `any bytes give spans inside the text`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let signs =
            Array("0123456789 0123456789 ABCDEFXYZ abc -./+,:#_'\n ssn nif ".utf8) + [0xC2, 0xA0, 0xE2, 0x80, 0x91]
        let text = (0..<500).map { _ in signs[Int.random(in: signs.indices, using: &random)] }
        let all = NationalIDRecognizer(minimumConfidence: 0)
        for position in text.indices where all.triggers.contains(text[position]) {
            guard let match = all.match(in: text.span, at: position) else { continue }
            #expect(match.span.contains(position) && match.span.upperBound <= text.count)
            // The digit that gave it away is its first.
            #expect(text[match.span.lowerBound..<position].allSatisfy { !$0.isDigit })
            #expect(match.span.count <= all.reach)
        }
    }

    @Test(arguments: ["1 ", "12-", "A1.", "ssn ", "123 456 782 ", "ab 1/", "身分證1", "A "])
    func `hostile repetition takes time in proportion to its length`(unit: String) {
        let ratio = growth(from: 2000, to: 32_000) { count in
            _ = Self.scanner.findings(in: Array(String(repeating: unit, count: count).utf8))
        }
        // Sixteen times the text: quadratic work would take 256 times as long.
        #expect(ratio < 50)
    }
}
