import GovernorCore

/// Invents labelled lines in the syntaxes in which people write secrets and look-alikes, from a seed.
///
/// They tell the model what no single source shows: that any random value after `secret` or `key` is one, in whatever
/// syntax, and that the same value after `etag` is not.
struct InventedText {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    mutating func texts() -> [SecretText] {
        (0..<2500).map { _ in
            let key = pick(Self.secretKeys)
            let value = key.contains("pass") && below(4) > 0 ? password() : token()
            return line(named(key), value, isSecret: true)
        }
            + (0..<1200).flatMap { _ in
                let (key, property) = (pick(Self.plainKeys), pick(Self.plainProperties))
                let words = (0...below(3)).map { _ in pick(Self.words) }
                let name = cased(words.joined(separator: "_")).replacing(" ", with: ".")
                let plain = pick([
                    words.joined(separator: "-"), words.joined(separator: "_") + draw(Self.digits, 1), token(),
                ])
                return [
                    line(named(pick(Self.harmlessKeys)), token(), isSecret: false),
                    line(cased(key), name, isSecret: false),
                    line(cased("\(key)_\(property)"), plain, isSecret: false),
                ]
            }
    }

    private mutating func line(_ key: String, _ value: String, isSecret: Bool) -> SecretText {
        let (before, after) = pick(Self.syntaxes)
        let text = pick(Self.lineStarts) + key + before + value + after
        return SecretText(text: text, holdsSecret: isSecret, source: "invented", family: "")
    }

    private mutating func named(_ key: String) -> String { cased(below(3) == 0 ? key : "\(word())_\(key)") }

    private mutating func cased(_ name: String) -> String {
        let parts = name.split(separator: "_").map(String.init)
        let camel = parts[0] + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        return pick([name, name.uppercased(), name.replacing("_", with: "-"), camel, name.replacing("_", with: " ")])
    }

    /// What a machine draws.
    private mutating func token() -> String {
        let all = Self.small + Self.capitals + Self.digits
        switch below(11) {
        case 0: return draw("0123456789abcdef", pick([20, 24, 32, 32, 40, 40, 48, 64]))
        case 1: return [8, 4, 4, 4, 12].map { draw("0123456789abcdef", $0) }.joined(separator: "-")
        case 2: return draw(Self.small + Self.digits, 16 + below(49))
        case 3: return draw(Self.capitals + Self.digits, 16 + below(33))
        case 4, 5, 6: return draw(all, 16 + below(57))
        case 7: return draw(all + "+/", pick([27, 39, 43, 58, 86])) + pick(["=", "==", ""])
        case 8: return draw(all + "-_", 20 + below(45))
        case 9: return word().prefix(4) + pick(["_", "-", "_live_", "_pat_"]) + draw(all, 20 + below(29))
        default: return draw(all, 6 + below(15)) + pick([".", "-", "_", ":"]) + draw(all, 16 + below(25))
        }
    }

    /// What a person chooses.
    private mutating func password() -> String {
        let all = Self.small + Self.capitals + Self.digits
        switch below(4) {
        case 0: return word() + draw(Self.digits, 2 + below(3)) + pick(["!", "#", "@1", "$", ""])
        case 1: return draw(all + "!@#$%^&*", 8 + below(11))
        case 2:
            let word = word()
            return word.prefix(1).uppercased() + word.dropFirst() + draw(Self.digits, 3)
        default: return draw(all, 8 + below(9))
        }
    }

    private mutating func word() -> String {
        (0..<2 + below(3)).map { _ in draw("bcdfghklmnprstvw", 1) + draw("aeiou", 1) }.joined()
    }

    private mutating func draw(_ alphabet: String, _ count: Int) -> String {
        let characters = Array(alphabet)
        return String((0..<count).map { _ in pick(characters) })
    }

    private mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

    private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

    private static let small = "abcdefghijklmnopqrstuvwxyz"
    private static let capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    private static let digits = "0123456789"
    private static let secretKeys = list(
        """
        password passwd db_password secret secret token token api_key api_key access_token client_secret secret_key auth_token \
        private_key access_key key key auth_key credential passphrase access api_secret session_token refresh_token
        """)
    private static let harmlessKeys = list(
        """
        sha256 md5 etag commit digest checksum request_id trace_id id uuid ref public_key fingerprint build hash version name \
        url file user title user_id image
        """)
    private static let plainKeys = list("password secret token api_key key private_key access_token")
    private static let plainProperties = list("type name id field url path length")
    private static let words = list(
        """
        user default name config next page session value admin service account get client input password token secret key
        """)
    private static let lineStarts = ["", "", "export ", "  ", "{\"", "const ", "--", "# "]
    private static let syntaxes = [
        ("=", ""), ("=", "\n"), (" = ", ""), (": ", ""), ("=\"", "\""), (" = \"", "\";"), (" = '", "'"),
        (": \"", "\","),
        ("\": \"", "\","), (" => '", "',"), (":= \"", "\""), (" ", ""), (" ", "\n"), ("\t", ""), ("', '", "')"),
        (": ", "\n"),
        (":", ""),
    ]

    private static func list(_ words: String) -> [String] { words.split(separator: " ").map(String.init) }
}
