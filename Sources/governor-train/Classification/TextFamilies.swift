import Foundation

/// Puts relatives on one side of a split: texts that share twelve words in a row, or a template.
enum TextFamilies {
    /// The fold of each text, `0..<count`.
    static func folds(of texts: [TrainingText], count: Int) -> [Int] {
        var parents = Array(texts.indices)
        func root(_ index: Int) -> Int {
            var index = index
            while parents[index] != index { index = parents[index] }
            return index
        }
        var first: [String: Int] = [:]
        for (index, text) in texts.enumerated() {
            for key in keys(of: text) {
                if let relative = first[key] {
                    let (older, newer) = (root(relative), root(index))
                    parents[max(older, newer)] = min(older, newer)
                } else {
                    first[key] = index
                }
            }
            parents[index] = root(index)
        }
        return texts.indices.map { Int(hash(texts[root($0)].text) % UInt64(count)) }
    }

    private static func keys(of text: TrainingText) -> Set<String> {
        let words = text.text.lowercased().split { $0.isWhitespace }
        let ends = max(1, words.count - 11)
        return Set((0..<ends).map { words[$0..<min($0 + 12, words.count)].joined(separator: " ") })
            .union(text.family.map { ["family: " + $0] } ?? [])
    }

    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 } >> 11
    }
}
