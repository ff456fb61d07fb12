import Foundation
import GovernorInspect

/// The word lists of `Models/names`.
struct NameLists {
    let given, family, city, region, organization, organizationParts, legalForm, street, common: [String]
    let templates: [String]

    init(_ folder: URL) throws {
        func read(_ name: String) throws -> [String] {
            let file = folder.appending(path: name + ".txt")
            guard let text = try? String(contentsOf: file, encoding: .utf8) else {
                throw TrainingError.unreadable(path: file.path(), line: nil, reason: "no such list")
            }
            return text.split(separator: "\n").map(String.init)
        }
        given = try read("given")
        family = try read("family")
        city = try read("city")
        region = try read("region")
        organization = try read("organizations.own")
        organizationParts = try read("organizations.parts")
        legalForm = try read("legal")
        street = try read("street")
        common = try read("common")
        templates = try read("templates")
    }

    /// The lists as the tagger looks words up: by hash; of names of several words, each pair.
    var table: WordTable {
        var words: [UInt32: WordClasses] = [:]
        func insert(_ name: String, _ classes: WordClasses, isWhole: Bool) {
            for spelling in Set([name, Self.plain(name)]) {
                let parts = spelling.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map { WordHash($0).value }
                if parts.count == 1 || !isWhole { parts.forEach { words[$0, default: []].formUnion(classes) } }
                for (first, second) in zip(parts, parts.dropFirst()) {
                    words[WordHash.pair(first, second), default: []].formUnion(classes)
                }
            }
        }
        given.forEach { insert($0, .given, isWhole: true) }
        family.forEach { insert($0, .family, isWhole: true) }
        city.forEach { insert($0, .city, isWhole: true) }
        region.forEach { insert($0, .region, isWhole: true) }
        organization.forEach { insert($0, .organization, isWhole: true) }
        legalForm.forEach { insert($0, .legalForm, isWhole: true) }
        street.forEach { insert($0, .street, isWhole: true) }
        common.forEach { insert($0, .common, isWhole: true) }
        return WordTable(words)
    }

    /// Without accents.
    private static func plain(_ word: String) -> String {
        word.folding(options: .diacriticInsensitive, locale: Locale(identifier: "en_US_POSIX"))
    }
}
