import Testing

@testable import GovernorAudit

struct CSVTableTests {
    struct Text: CustomTestStringConvertible {
        let text: String
        let columns: [[String?]]
        var testDescription: String { text.debugDescription }
    }

    static let texts = [
        Text(text: "a,b\n1,2\n", columns: [["1"], ["2"]]),
        Text(text: "a,b\r\n1,2\r\n3,4", columns: [["1", "3"], ["2", "4"]]),
        Text(text: "\u{FEFF}a,b\n1,2\n", columns: [["1"], ["2"]]),
        Text(text: "a,b\n\n1,\n\r\n,2\n", columns: [["1", nil], [nil, "2"]]),
        Text(text: "a,b\n\"x,\ny\",\"\"\"q\"\"\"\n", columns: [["x,\ny"], ["\"q\""]]),
        Text(text: "a,b\n\"q\"\"\u{301}\",\"\"\"\"\"\"\"\u{FE0F}\"\n", columns: [["q\"\u{301}"], ["\"\"\"\u{FE0F}"]]),
        Text(text: "\"a\",\"b\"\r\n\"\",\"z\"\r\n", columns: [[nil], ["z"]]),
        Text(text: "a,b\nit's 5\" long,\u{e9}\n", columns: [["it's 5\" long"], ["\u{e9}"]]),
        Text(text: "a,b\n", columns: [[], []]),
        Text(text: "a,b\n\"1\r\",2\r\n", columns: [["1\r"], ["2"]]),
    ]

    @Test(arguments: texts)
    func `a table is read`(text: Text) throws {
        let table = try CSVTable(parsing: Array(text.text.utf8))
        #expect(table.names == ["a", "b"])
        #expect([table["a"], table["b"]] == text.columns)
        #expect(table["c"] == nil)
    }

    @Test func `an empty field between quotes is a row of a table of one column`() throws {
        let table = try CSVTable(parsing: Array("a\n1\n\"\"\n\n2\n".utf8))
        #expect(table["a"] == ["1", nil, "2"])
    }

    @Test(arguments: [
        ("", "the header is not one: there is none"),
        ("a,a\n1,2\n", "the header is not one: two columns have one name"),
        ("a,b\n1,2\n\n1\n", "line 4: 1 fields, expected 2"),
        ("a,b\n\"x\ny\",2\n1,2,3\n", "line 4: 3 fields, expected 2"),
        ("a,b\n1,\"2\n", "line 2: a quoted field is never closed"),
        ("a,b\n\"1\"x,2\n", "line 2: text after the closing quote of a field"),
        ("a,b\n\"1\"\r,2\n", "line 2: text after the closing quote of a field"),
        ("a,b\n\"\"\n", "line 2: 1 fields, expected 2"),
    ])
    func `what is no table is said where`(text: String, complaint: String) {
        let error = #expect(throws: AuditError.self) { try CSVTable(parsing: Array(text.utf8)) }
        #expect(error?.message == complaint)
    }

    @Test func `text that is not UTF-8 is said where`() {
        let error = #expect(throws: AuditError.self) { try CSVTable(parsing: Array("a,b\n1,".utf8) + [0xE9, 0x0A]) }
        #expect(error?.message == "line 2, column 'b': not UTF-8")
    }
}
