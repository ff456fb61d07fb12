import GovernorCore
import Testing

@testable import GovernorAudit

struct RecordChunksTests {
    @Test(arguments: [1, 2, 3, 5, 8, 100])
    func `chunks end where records do, wherever blocks end`(block: Int) throws {
        let text = "a,b\n\"x\ny\",\"say \"\"no\"\"\n\"\n5\" long,2\n\"\",\n3,4"
        var rest = Array(text.utf8)[...]
        var chunks = RecordChunks {
            guard !rest.isEmpty else { return nil }
            defer { rest = rest.dropFirst(block) }
            return Array(rest.prefix(block))
        }
        var whole: [UInt8] = []
        while let chunk = try chunks.next() {
            #expect(chunk.line == whole.count { $0 == 0x0A } + 1)
            whole += chunk.bytes
            // A chunk of whole records can be read alone.
            var rows = 0
            try chunk.bytes.withUnsafeBufferPointer { bytes in
                var scanner = CSVScanner(bytes, delimiter: UInt8(ascii: ","), line: 1)
                while try scanner.next() != nil {
                    rows += 1
                    #expect(scanner.fields.count == 2)
                }
            }
            #expect(rows > 0)
        }
        #expect(whole == Array(text.utf8))
    }

    @Test(arguments: [1, 2, 5, 100])
    func `a quote after a byte-order mark opens a field`(block: Int) throws {
        var rest = Array("\u{FEFF}\"a\nb\",c\n1,2\n".utf8)[...]
        var chunks = RecordChunks {
            guard !rest.isEmpty else { return nil }
            defer { rest = rest.dropFirst(block) }
            return Array(rest.prefix(block))
        }
        let first = try #require(try chunks.next())
        #expect(try CSVHeader.take(from: first, delimiter: UInt8(ascii: ",")).names == ["a\nb", "c"])
    }

    @Test func `a table whose lines end in returns alone is told so, however large it is`() {
        var chunks = RecordChunks { [UInt8](repeating: 0x0D, count: 1 << 22) }
        #expect(throws: AuditError.invalidHeader(problem: CSVHeader.returnsAlone)) { _ = try chunks.next() }
    }
}

struct DecimalTextTests {
    @Test(arguments: [
        "0", "1", "-0.5", "0.1124977062844096", "0.999542106374", "123456789012345678901", "1e-5", "2.5E3", ".5", "5.",
        " 7 ", "9007199254740993", "0.12345678901234567890123", "-1.7976931348623157e308",
    ])
    func `a number is the double that Swift reads`(text: String) {
        let expected = Double(text.trimmingPrefix(" ").prefix { $0 != " " })
        #expect(Array(text.utf8).withUnsafeBufferPointer(DecimalText.value) == expected)
    }

    @Test(arguments: ["", "-", ".", "abc", "1x", "0x10", "nan", "inf", "1e999", "1,5", "--1", "1.2.3"])
    func `what is no finite decimal number is none`(text: String) {
        #expect(Array(text.utf8).withUnsafeBufferPointer(DecimalText.value) == nil)
    }

    @Test func `random digits are read as Swift reads them`() {
        var random = SeededGenerator(seed: 6)
        for _ in 0..<2000 {
            let value = Double.random(in: 0...1, using: &random)
            #expect(Array("\(value)".utf8).withUnsafeBufferPointer(DecimalText.value) == value)
        }
    }

    @Test func `random short texts are read as Swift reads them, or not at all`() {
        var random = SeededGenerator(seed: 7)
        var numbers = 0
        for _ in 0..<200_000 {
            let bytes = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                Array("0123456789012345678901234567890123456789.....--+e x/:".utf8).randomElement(using: &random) ?? 0
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let trimmed = text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()
            let expected = text.contains("x") ? nil : Double(String(trimmed)).flatMap { $0.isFinite ? $0 : nil }
            let found = bytes.withUnsafeBufferPointer(DecimalText.value)
            guard found?.bitPattern == expected?.bitPattern else {
                Issue.record("\(text): \(String(describing: found))")
                continue
            }
            numbers += found == nil ? 0 : 1
        }
        #expect(numbers > 20_000)
    }
}

struct LevelTableTests {
    @Test func `levels are numbered as they come, whatever their length`() {
        var table = LevelTable()
        let texts = (0..<3000).map { number in String(repeating: "level ", count: number % 4) + String(number) }
        for _ in 1...2 {
            for (number, text) in texts.enumerated() {
                #expect(Array(text.utf8).withUnsafeBufferPointer { table.number(of: $0) } == number)
            }
        }
        #expect(table.levels == texts.map { Level($0) })
        #expect(table.numberOfMissing() == 3000)
        #expect(table.numberOfMissing() == 3000)
        #expect([0xFF, 0x41].withUnsafeBufferPointer { table.number(of: $0) } == nil)
    }
}
