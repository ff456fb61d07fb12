import Testing

@testable import governor

struct LineIndexTests {
    @Test func `names in JSON are found on their lines`() {
        let index = LineIndex(quotedNamesIn: Array("{\n  \"a\": {\"b\": 1},\n  \"c\": \"d\",\n  \"a\": 2}".utf8))
        #expect(index["a"] == 2)
        #expect(index["b"] == 2)
        #expect(index["c"] == 3)
        #expect(index["e"] == nil)
    }

    @Test func `keys in YAML are found in block and flow style`() {
        let index = LineIndex(keysIn: Array("q:\n  m: 1\nf: { n: 2, \"o\": 3 }\n# p\n".utf8))
        #expect(index["m"] == 2)
        #expect(index["n"] == 3)
        #expect(index["p"] == nil)
    }

    @Test(arguments: ["", "\"", "\n\"", ":", "a", "\"\\\"x\""])
    func `odd text does no harm`(text: String) {
        #expect(LineIndex(quotedNamesIn: Array(text.utf8))["zz"] == nil)
        #expect(LineIndex(keysIn: Array(text.utf8))["zz"] == nil)
    }
}
