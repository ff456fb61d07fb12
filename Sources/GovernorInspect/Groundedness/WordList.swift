/// A closed set of words, looked up by the hash of their folded letters.
struct WordList: Sendable {
    private let hashes: Set<UInt64>

    /// - Parameter words: In lower case without apostrophes, separated by spaces.
    init(_ words: String) { hashes = Set(words.split(separator: " ").map { Self.hash(Array($0.utf8)) }) }

    func contains(_ hash: UInt64) -> Bool { hashes.contains(hash) }

    /// FNV-1a, 64 bits.
    static func hash(_ letters: [UInt8]) -> UInt64 {
        letters.reduce(emptyForm) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    static let emptyForm: UInt64 = 0xCBF2_9CE4_8422_2325

    /// The hash of a word with one folded letter more; as ``hash(_:)`` for the letters of ASCII.
    static func form(_ hash: UInt64, adding letter: UInt32) -> UInt64 {
        (hash ^ UInt64(letter)) &* 0x100_0000_01B3
    }

    /// Words that say how a sentence is built, not what it is about.
    static let functionWords = WordList(
        """
        a an the of to in on at by for with from as is are was were be been being am do does did done have has had having \
        will would can could should may might must shall i you he she it we they me him her us them my your his its our \
        their mine yours hers ours theirs this that these those and or but if so not no nor than then there here what \
        which who whom whose when where why how all any some each both either neither into onto about over under out up \
        down off also just very too only even ever never yes im ive id ill youre youve hes shes weve theyre theyve thats \
        theres isnt arent wasnt werent dont doesnt didnt cant couldnt wont wouldnt hasnt havent hadnt cannot well oh ok \
        okay while because although though however therefore such own same other another more most many much few
        """)
    static let firstPerson = WordList("i im ive id ill me my mine myself we weve our ours us")
    static let negations = WordList(
        """
        not no never none nobody nothing neither nor without cannot isnt arent wasnt werent dont doesnt didnt cant \
        couldnt wont wouldnt hasnt havent hadnt shouldnt
        """)
    static let monthsAndDays = WordList(
        """
        january february march april may june july august september october november december monday tuesday wednesday \
        thursday friday saturday sunday
        """)

    /// Stems of opposite words.
    static let opposites: [UInt64: UInt64] = {
        let pairs = [
            ("increased", "decreased"), ("increase", "decrease"), ("rose", "fell"), ("rise", "fall"), ("more", "less"),
            ("higher", "lower"), ("high", "low"), ("before", "after"), ("first", "last"), ("older", "younger"),
            ("larger", "smaller"), ("large", "small"), ("approved", "rejected"), ("accepted", "refused"),
            ("allowed", "forbidden"), ("won", "lost"), ("opened", "closed"), ("began", "ended"), ("start", "end"),
            ("north", "south"), ("east", "west"), ("northern", "southern"), ("eastern", "western"), ("male", "female"),
            ("true", "false"), ("legal", "illegal"), ("safe", "unsafe"), ("possible", "impossible"),
            ("positive", "negative"), ("maximum", "minimum"), ("always", "never"), ("before", "since"),
            ("successful", "unsuccessful"), ("alive", "dead"), ("public", "private"), ("guilty", "innocent"),
            ("fast", "slow"), ("early", "late"), ("gain", "loss"), ("profit", "loss"), ("include", "exclude"),
        ]
        var opposites: [UInt64: UInt64] = [:]
        for (one, other) in pairs {
            let (one, other) = (hash(Stem.of(Array(one.utf8))), hash(Stem.of(Array(other.utf8))))
            opposites[one] = other
            opposites[other] = one
        }
        return opposites
    }()

    /// Small numbers by name. `one` is left out: it is a pronoun more often.
    static let numbers: [UInt64: [UInt8]] = {
        let names = "two three four five six seven eight nine ten eleven twelve".split(separator: " ")
        let pairs = names.enumerated().map { (hash(Array($1.utf8)), Array(String($0 + 2).utf8)) }
        return Dictionary(uniqueKeysWithValues: pairs)
    }()
}
