import Foundation
import GovernorCore
import GovernorInspect

/// A text, repeated until it is long enough to be measured.
struct BenchmarkText {
    /// What a caller sends at once when it is long, in bytes.
    static let pieceLength = 16_384
    /// What a caller sends at once when it is short, in bytes.
    static let promptLength = 1024
    private static let length = 500_000

    let name: String
    let words: [Substring]
    /// The whole text in pieces that begin at different places of what is repeated.
    let pieces: [[UInt8]]
    let prompts: [[UInt8]]

    /// The `.txt` files of a folder, prose first.
    static func all(in folder: URL) throws -> [BenchmarkText] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path()).filter { $0.hasSuffix(".txt") }
        return try names.sorted { $1 != "prose.txt" && ($0 == "prose.txt" || $0 < $1) }.map {
            let text = try String(contentsOf: folder.appending(path: $0), encoding: .utf8)
            return BenchmarkText(name: String($0.dropLast(4)), text: text)
        }
    }

    private init(name: String, text: String) {
        self.name = name
        words = text.split { $0.isWhitespace }
        let bytes = Array(String(repeating: text, count: 1 + Self.length / text.utf8.count).utf8)
        pieces = Self.parts(of: bytes, length: Self.pieceLength)
        prompts = Self.parts(of: bytes, length: Self.promptLength)
    }

    /// Parts of one length; one that begins or ends within a character is moved to that character's beginning.
    private static func parts(of bytes: [UInt8], length: Int) -> [[UInt8]] {
        func boundary(_ offset: Int) -> Int {
            var offset = offset
            while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
            return offset
        }
        return stride(from: 0, to: bytes.count - length - 4, by: length).map {
            Array(bytes[boundary($0)..<boundary($0 + length)])
        }
    }
}

/// A corpus of the texts' words in another order, so that an output's shingles are looked up and hardly ever found.
enum BenchmarkCorpus {
    private static let workCount = 50
    private static let wordsPerWork = 1000

    static func bytes(wordsOf texts: [BenchmarkText]) throws -> [UInt8] {
        var random = SeededGenerator(seed: 1)
        let words = texts.flatMap(\.words)
        var builder = CorpusBuilder()
        for number in 0..<workCount {
            let text = (0..<wordsPerWork).map { _ in words[Int.random(in: words.indices, using: &random)] }
            guard let digest = Digest(bytes: [UInt8](repeating: UInt8(number), count: Digest.byteCount)) else {
                continue
            }
            try builder.add(title: "work \(number)", digest: digest, text: Array(text.joined(separator: " ").utf8))
        }
        return builder.build()
    }
}
