public import GovernorCore

/// What takes the place of something that was found.
public enum RedactionOperator: Sendable {
    /// Its kind: `[email]`.
    case replace
    /// A `*` for each letter and digit but the last ones, so that length and form stay to be seen: `****-****`; of a secret,
    /// for every character. Never more than half of them stay.
    case mask(keepLast: Int = 0)
    /// Nothing.
    case remove
    /// The kind and the start of a digest: `[email:9f86d081884c7d65]`. Equal values stay equal. Who can guess a value can
    /// prove the guess, unless the digest has a key.
    case hash(DigestFunction)
    /// The kind and a number, `[EMAIL_1]`, for which ``PlaceholderRestorer`` puts the value back into an answer.
    case placeholder
}

/// A text in which findings are replaced.
public struct RedactedText: Sendable, Equatable {
    /// The text, UTF-8.
    public let text: [UInt8]
    /// What stood where placeholders stand now; empty without ``RedactionOperator/placeholder``. Never log it.
    public let placeholders: [String: [UInt8]]
}

/// Replaces what inspectors found in a text.
public struct Redactor: Sendable {
    /// How many bytes of a digest are shown: enough that two values of one corpus do not meet.
    private static let digestBytes = 8

    private let standard: RedactionOperator
    private let exceptions: [String: RedactionOperator]
    private let secrets: Set<String>

    /// Creates a redactor.
    ///
    /// - Parameters:
    ///   - standard: What happens to a finding.
    ///   - exceptions: What happens to findings of some kinds instead.
    ///   - secrets: The kinds that are secrets.
    public init(
        _ standard: RedactionOperator = .replace, except exceptions: [String: RedactionOperator] = [:],
        secrets: Set<String> = SecretsInspector.kinds
    ) {
        self.standard = standard
        self.exceptions = exceptions
        self.secrets = secrets
    }

    /// The text without what was found.
    ///
    /// - Parameters:
    ///   - findings: In order and without overlaps, as inspectors give them.
    ///   - text: UTF-8.
    public func redact(_ findings: [Finding], in text: [UInt8]) -> RedactedText {
        let redacted = redact([(findings, text, isJSON: false)])
        return RedactedText(text: redacted.texts[0], placeholders: redacted.placeholders)
    }

    /// Texts that belong together without what was found: the same value has the same placeholder in all of them.
    ///
    /// - Parameter texts: UTF-8, each with its findings, in order and without overlaps. What is JSON stays JSON, see
    ///   ``JSONMasking``.
    public func redact(
        _ texts: [(findings: [Finding], text: [UInt8], isJSON: Bool)]
    ) -> (texts: [[UInt8]], placeholders: [String: [UInt8]]) {
        var names = PlaceholderNames(avoiding: texts.map(\.text))
        let texts = texts.map { redacted($0.findings, in: $0.text, &names, $0.isJSON ? JSONMasking() : nil) }
        return (texts, names.originals)
    }

    /// A redaction of texts that arrive one after another.
    ///
    /// - Parameter texts: Texts whose words in brackets are not to be taken for placeholders.
    public func session(avoiding texts: [[UInt8]] = []) -> RedactionSession {
        RedactionSession(self, PlaceholderNames(avoiding: texts))
    }

    fileprivate func redacted(
        _ findings: [Finding], in text: [UInt8], _ names: inout PlaceholderNames, _ json: JSONMasking? = nil
    ) -> [UInt8] {
        var (redacted, json): ([UInt8], JSONMasking?) = ([], json)
        redacted.reserveCapacity(text.count)
        var position = 0
        for finding in findings {
            let (before, found) = (text[position..<finding.span.lowerBound], text[finding.span])
            redacted += json?.pass(before) ?? Array(before)
            let replacement = replacement(of: finding, Array(found), &names)
            redacted += json?.replace(found, by: replacement) ?? replacement
            position = finding.span.upperBound
        }
        redacted += json?.pass(text[position...]) ?? Array(text[position...])
        return redacted + (json?.finish() ?? [])
    }

    private func replacement(of finding: Finding, _ value: [UInt8], _ names: inout PlaceholderNames) -> [UInt8] {
        let kind = finding.kind
        return switch exceptions[kind] ?? standard {
        case .replace: Array("[\(kind)]".utf8)
        case .mask(let keepLast):
            Self.masked(value, keepLast, finding.kinds.contains(where: secrets.contains) ? { _ in true } : Self.isPart)
        case .remove: []
        case .hash(let digest):
            Array("[\(kind):\(Hex.encode(Array(digest(value).bytes.prefix(Self.digestBytes))))]".utf8)
        case .placeholder: Array(names.name(for: value, of: kind).utf8)
        }
    }

    private static func masked(
        _ value: [UInt8], _ keepLast: Int, _ isMasked: (Unicode.Scalar) -> Bool
    ) -> [UInt8] {
        let scalars = String(decoding: value, as: UTF8.self).unicodeScalars
        let count = scalars.count(where: isMasked)
        var hidden = count - min(keepLast, count / 2)
        return scalars.flatMap { scalar -> [UInt8] in
            guard isMasked(scalar), hidden > 0 else { return Array(String(scalar).utf8) }
            hidden -= 1
            return [UInt8(ascii: "*")]
        }
    }

    private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
}

/// A redaction of texts that arrive one after another: the same value has the same placeholder in all of them.
public struct RedactionSession: Sendable {
    private let redactor: Redactor
    private var names: PlaceholderNames

    fileprivate init(_ redactor: Redactor, _ names: PlaceholderNames) {
        self.redactor = redactor
        self.names = names
    }

    /// The next text without what was found; see ``Redactor/redact(_:in:)``.
    public mutating func redact(_ findings: [Finding], in text: [UInt8]) -> [UInt8] {
        redactor.redacted(findings, in: text, &names)
    }
}
