import Testing

@testable import GovernorCore

@Suite struct ByteRunsTests {
    /// Every byte at every place of a text of two words and some, from every offset.
    @Test(arguments: UInt8.min...UInt8.max)
    func agreesWithLookingAtEachByte(special: UInt8) {
        for place in 0..<19 {
            var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 19)
            bytes[place] = special
            check(bytes)
        }
    }

    /// Bytes beside special ones, which a word's arithmetic may take for special: 0x21 and 0x23 beside a quote, for one.
    @Test func agreesOnNeighbours() {
        let neighbours: [UInt8] = [
            0x00, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x5B, 0x5C, 0x5D, 0x7F, 0x80, 0x81, 0xA2, 0xDC, 0xFF,
        ]
        for first in neighbours {
            for second in neighbours { check([first, second] + [UInt8](repeating: 0x61, count: 6) + [second, first]) }
        }
    }

    private func check(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { buffer in
            for start in 0...bytes.count {
                let ascii = bytes[start...].firstIndex { $0 >= 0x80 } ?? bytes.count
                #expect(ByteRuns.endOfASCII(in: buffer, from: start) == ascii)
                let plain = bytes[start...].firstIndex { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C } ?? bytes.count
                #expect(ByteRuns.endOfPlainJSON(in: buffer, from: start) == plain)
            }
        }
    }
}
