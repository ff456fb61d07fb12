import GovernorCore

/// Recognises an e-mail address (the dot-atom form of RFC 5322, in ASCII) around its `@`.
enum EmailAddress {
    /// RFC 5321, section 4.5.3.1.
    private static let longestLocalPart = 64
    private static let longestDomain = 253
    /// How far to look for the `//` of a URL before giving up.
    private static let longestUserInformation = 128

    /// File endings that follow an `@` in asset names such as `logo@2x.png`. None of them is a top-level domain.
    private static let assetEndings: Set<String> = [
        "css", "gif", "html", "ico", "jpeg", "jpg", "js", "json", "png", "svg", "webp",
    ]

    /// The address around an `@`.
    ///
    /// - Parameters:
    ///   - at: The offset of the `@`.
    ///   - after: The first offset the address may begin at.
    static func span(in text: [UInt8], around at: Int, after: Int) -> Range<Int>? {
        let start = localPartStart(in: text, before: at, after: after)
        guard start < at, text[start] != UInt8(ascii: "."), text[at - 1] != UInt8(ascii: "."),
            let end = domainEnd(in: text, from: at + 1), !isUserInformation(in: text, before: start),
            !isRepository(text, start..<at, end)
        else { return nil }
        return start..<end
    }

    private static func localPartStart(in text: [UInt8], before at: Int, after: Int) -> Int {
        var start = at
        while start > max(after, at - longestLocalPart), isLocalPart(text[start - 1]) {
            if text[start - 1] == UInt8(ascii: "."), text[start] == UInt8(ascii: ".") { return at }
            start -= 1
        }
        // A dot or quote in front is punctuation of the sentence.
        while start < at, text[start] == UInt8(ascii: ".") || text[start] == UInt8(ascii: "'") { start += 1 }
        return start
    }

    private static func isLocalPart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "%"), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "'"), UInt8(ascii: "&"), UInt8(ascii: "~"):
            true
        default: byte.isLetterOrDigit
        }
    }

    private static func domainEnd(in text: [UInt8], from start: Int) -> Int? {
        var end = start
        while end < min(text.count, start + longestDomain),
            text[end].isLetterOrDigit || text[end] == UInt8(ascii: "-") || text[end] == UInt8(ascii: ".")
        {
            end += 1
        }
        // Dots and hyphens at the end belong to the sentence.
        while end > start, !text[end - 1].isLetterOrDigit { end -= 1 }
        let labels = text[start..<end].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.allSatisfy(isLabel), let last = labels.last, isTopLevel(last) else {
            return nil
        }
        // `package@18.2.0-beta.rc` is a version, while `user@163.com` is an address.
        guard !(labels.count > 2 && labels[0].allSatisfy(\.isDigit) && labels[1].allSatisfy(\.isDigit)) else {
            return nil
        }
        return end
    }

    private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
        (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
    }

    private static func isTopLevel(_ label: ArraySlice<UInt8>) -> Bool {
        if label.starts(with: "xn--".utf8) { return true }
        let text = String(decoding: label, as: UTF8.self).lowercased()
        return label.count >= 2 && label.allSatisfy(\.isLetter) && !assetEndings.contains(text)
    }

    /// Whether what stands before belongs to a URL's `//user:password@host`.
    private static func isUserInformation(in text: [UInt8], before start: Int) -> Bool {
        var position = start
        while position > max(0, start - longestUserInformation) {
            switch text[position - 1] {
            case UInt8(ascii: "/"): return text.byte(at: position - 2) == UInt8(ascii: "/")
            case 0...0x20, UInt8(ascii: "@"), UInt8(ascii: "="), UInt8(ascii: "?"), UInt8(ascii: "&"),
                UInt8(ascii: "<"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "("):
                return false
            default: position -= 1
            }
        }
        return false
    }

    /// Whether it is the `git@host:path` of a repository.
    private static func isRepository(_ text: [UInt8], _ localPart: Range<Int>, _ end: Int) -> Bool {
        text[localPart].elementsEqual("git".utf8) && text.byte(at: end) == UInt8(ascii: ":")
    }
}
