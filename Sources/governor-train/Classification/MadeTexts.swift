import Foundation
import GovernorCore
import GovernorInspect

/// The files of `Models/classifiers` that texts are made from.
struct Grammars {
    let injection, harm, toxicity, foreign, frames: Grammar

    init(in folder: URL) throws {
        func read(_ name: String) throws -> Grammar { try Grammar(reading: folder.appending(path: name + ".txt")) }
        (injection, harm, toxicity) = (try read("injection"), try read("harm"), try read("toxicity"))
        (foreign, frames) = (try read("foreign"), try read("frames"))
    }
}

/// Texts made from the grammars, and from real texts put into new contexts.
struct MadeTexts {
    private let grammars: Grammars
    private var random: SeededGenerator
    private var texts: [TrainingText] = []

    /// The made texts that go with real ones. Texts that are held out must not be among `real`.
    static func make(from real: [TrainingText], _ grammars: Grammars, seed: UInt64) -> [TrainingText] {
        var made = MadeTexts(grammars: grammars, random: SeededGenerator(seed: seed))
        made.addSentences()
        made.addFrequentWords()
        made.addFramedGoals(of: real)
        made.addEmbeddings(in: real)
        return made.texts
    }

    private mutating func addSentences() {
        let (injection, harm, toxicity) = (grammars.injection, grammars.harm, grammars.toxicity)
        let toxic: [TextLabel: Bool] = [.toxicity: true, .injection: false]
        add(3000, "attack", of: injection, "made:attack", [.injection: true], disguised: 0.12)
        add(3500, "harmless", of: injection, "made:lookalike", .harmless, disguised: 0.05)
        add(2500, "harmful", of: harm, "made:harmful", [.harmfulRequest: true], disguised: 0.03)
        add(3000, "harmless", of: harm, "made:safe", .harmless, disguised: 0.03)
        add(1200, "hateful", of: toxicity, "made:hateful", toxic, disguised: 0.1)
        add(1500, "insulting", of: toxicity, "made:insulting", toxic, disguised: 0.05)
        add(2500, "harmless", of: toxicity, "made:respectful", .harmless, disguised: 0.05)
        add(1500, "attack", of: grammars.foreign, "made:foreign-attack", [.injection: true], disguised: 0)
        add(1500, "harmless", of: grammars.foreign, "made:foreign-request", .harmless, disguised: 0)
    }

    private mutating func add(
        _ count: Int, _ list: String, of grammar: Grammar, _ source: String, _ labels: [TextLabel: Bool],
        disguised: Double
    ) {
        let patterns = grammar[list]
        for index in 0..<count {
            var text = grammar.fill(patterns[index % patterns.count], using: &random)
            if random.chance(disguised) { text = disguise(text) }
            texts.append(TrainingText(text: text, source: source, labels: labels))
        }
    }

    /// Ways to write a text past a filter that are harmless themselves.
    private mutating func disguise(_ text: String) -> String {
        switch random.next() % 7 {
        case 0: String(text.map { ["a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7"][$0] ?? $0 })
        case 1: text.map(String.init).joined(separator: " ")
        case 2: text.split(separator: " ").joined()
        case 3: Data(text.utf8).base64EncodedString()
        case 4: text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        case 5: String(text.reversed())
        default: String(decoding: text.utf8.map(Self.rotated), as: UTF8.self)
        }
    }

    /// Thirteen letters on (ROT13).
    private static func rotated(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "m"), UInt8(ascii: "A")...UInt8(ascii: "M"): byte + 13
        case UInt8(ascii: "n")...UInt8(ascii: "z"), UInt8(ascii: "N")...UInt8(ascii: "Z"): byte - 13
        default: byte
        }
    }

    /// Frequent words of many languages, in no order: they say nothing about any label.
    private mutating func addFrequentWords() {
        for index in 0..<2800 {
            let words = LanguageInspector.frequentWords[index % LanguageInspector.frequentWords.count]
            let text = (0..<(5 + index % 30)).map { _ in random.pick(words) + (random.chance(0.1) ? "," : "") }
            texts.append(
                TrainingText(
                    text: text.joined(separator: " ") + ".", source: "made:words-\(index % 6)", labels: .harmless))
        }
    }

    /// The same frames around harmful and harmless goals: the frame alone decides nothing.
    private mutating func addFramedGoals(of real: [TrainingText]) {
        let short = real.filter { $0.text.utf8.count < 240 }
        let harmful = short.filter { $0.labels[.harmfulRequest] == true } + texts.filter { $0.source == "made:harmful" }
        let harmless = short.filter { $0.labels == .harmless } + texts.filter { $0.labels == .harmless }
        let frames = grammars.frames["frames"]
        for index in 0..<3000 {
            let isHarmful = index % 5 < 2
            var text = frames[index % frames.count]
                .replacing("{goal}", with: random.pick(isHarmful ? harmful : harmless).text)
            if isHarmful, random.chance(0.25) { text += " " + noise() }
            texts.append(
                TrainingText(
                    text: text, source: isHarmful ? "made:framed" : "made:framed-harmless",
                    labels: isHarmful ? [.injection: true, .harmfulRequest: true] : .harmless))
        }
        for _ in 0..<400 {
            let text = random.pick(harmful).text + " " + noise()
            texts.append(
                TrainingText(text: text, source: "made:suffix", labels: [.injection: true, .harmfulRequest: true]))
        }
    }

    /// Tokens without sense, as searches over tokens leave them behind.
    private mutating func noise() -> String {
        let pieces = grammars.frames["noise"]
        return (0..<(8 + Int(random.next() % 12))).map { _ in random.pick(pieces) + (random.chance(0.45) ? "" : " ") }
            .joined()
    }

    /// Attacks in the middle of harmless documents, and documents put together.
    private mutating func addEmbeddings(in real: [TrainingText]) {
        let documents = real.filter { $0.labels == .harmless && $0.text.utf8.count > 300 }
        let attacks =
            texts.filter { $0.source == "made:attack" }
            + real.filter { $0.labels[.injection] == true && $0.text.utf8.count < 400 }
        guard !documents.isEmpty else { return }
        for _ in 0..<1200 {
            let text = insert(random.pick(attacks).text, into: random.pick(documents).text)
            texts.append(TrainingText(text: text, source: "made:embedded", labels: [.injection: true]))
            let pair = random.pick(documents).text.prefix(1500) + "\n\n" + random.pick(documents).text.prefix(1500)
            texts.append(TrainingText(text: String(pair), source: "made:document", labels: [.injection: false]))
        }
    }

    private mutating func insert(_ text: String, into document: String) -> String {
        let sentences = document.prefix(1500).split(separator: ". ").map(String.init)
        let position = Int(random.next() % UInt64(sentences.count + 1))
        let separator = random.pick([". ", ".\n", "\n\n"])
        return (sentences[..<position] + [text] + sentences[position...]).joined(separator: separator)
    }
}
