// The first line is a pattern, the rest a text. Whatever the pattern, it is refused with a place inside it or it answers
// within the promised amount of work.

@testable import CEL

func fuzzRegex(_ input: [UInt8]) {
    let end = input.firstIndex(of: 10) ?? input.count
    let pattern = String(decoding: input[..<end], as: UTF8.self)
    let text = String(decoding: input[min(end + 1, input.count)...], as: UTF8.self)
    do throws(LinearRegexError) {
        let regex = try LinearRegex(pattern)
        let (found, steps) = regex.search(text, usesCache: false)
        precondition(steps <= 2 * (text.utf8.count + 1) * (regex.size + 1), "more work than promised")
        for _ in 0..<2 { precondition(found == regex.matches(text), "the cache answers differently") }
    } catch {
        precondition((0...pattern.utf8.count).contains(error.offset), "a place outside the pattern")
        precondition(!error.message.isEmpty && !error.hint.isEmpty)
    }
}
