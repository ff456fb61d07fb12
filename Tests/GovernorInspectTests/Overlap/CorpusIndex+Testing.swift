import GovernorCore
import Testing

@testable import GovernorInspect

extension CorpusIndex {
    /// An index in memory. The digests are made up: the first byte is the work's number.
    static func of(_ works: [(title: String, text: String)]) throws -> CorpusIndex {
        try CorpusIndex(bytes(of: works))
    }

    static func bytes(of works: [(title: String, text: String)]) throws -> [UInt8] {
        var builder = CorpusBuilder()
        for (number, work) in works.enumerated() {
            let digest = try #require(Digest(bytes: [UInt8(number)] + [UInt8](repeating: 0, count: 31)))
            try builder.add(title: work.title, digest: digest, text: Array(work.text.utf8))
        }
        return builder.build()
    }

    /// What a text repeats, given in chunks of the stated sizes in turn; in one piece without any.
    func report(on text: [UInt8], chunkSizes: [Int] = []) -> OverlapReport {
        var matcher = OverlapMatcher(against: self)
        var start = 0
        for size in chunkSizes where start < text.count {
            let end = min(start + size, text.count)
            matcher.append(Array(text[start..<end]).span)
            start = end
        }
        matcher.append(Array(text[start...]).span)
        return matcher.finish()
    }
}
