import Foundation
import Testing

/// How tests name the requirements that they show; see `CONTRIBUTING.md`.
@Suite struct TestNameTests {
    @Test func `requirement ids in test names have one spelling`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let names = FileManager.default.enumerator(atPath: root.path())?.compactMap { $0 as? String } ?? []
        for name in names where name.hasSuffix(".swift") {
            let text = try String(contentsOf: root.appending(path: name), encoding: .utf8)
            for test in text.matches(of: #/func `((?:S\d|G)\W?\d[^`]*)`/#).map(\.1) {
                #expect(test.prefixMatch(of: #/(?:S\d|G)\.\d+(?:, (?:S\d|G)\.\d+)*: /#) != nil, "\(name): \(test)")
            }
        }
    }
}
