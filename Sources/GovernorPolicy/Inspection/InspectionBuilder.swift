import GovernorCore

/// Checks what the shape of the `inspection` section cannot say, and makes the settings.
struct InspectionBuilder {
    private let draft: InspectionDraft
    /// The kinds that are built in.
    private let builtIn: Set<String>
    /// The policy's version, which findings carry as that of its recognizers.
    private let version: String

    init(_ draft: InspectionDraft, builtIn: Set<String>, version: String) {
        self.draft = draft
        self.builtIn = builtIn
        self.version = version
    }

    /// Makes the settings, without what is reported.
    func build(_ reader: inout DocumentReader) -> InspectionSettings {
        var settings = InspectionSettings()
        settings.names = draft.names
        reader.descend("inspection") { reader in
            settings.recognizers = recognizers(&reader)
            settings.allowances = reader.descend("allow") { reader in
                draft.allowances.enumerated().compactMap { offset, allowance in
                    reader.descend(String(offset + 1)) { self.allowance(allowance, &$0) }
                }
            }
            settings.redaction = redaction(&reader)
            reader.descend("confidence") { reader in
                for entry in draft.confidence where isKnown(entry.name, at: entry.position, &reader) {
                    settings.leastConfidence[entry.name] = entry.value
                }
            }
        }
        return settings
    }

    // MARK: Recognizers

    private func recognizers(_ reader: inout DocumentReader) -> [DeclaredRecognizer] {
        var meanings: [String: DeclaredRecognizer.Meaning] = [:]
        return reader.descend("recognizers") { reader in
            draft.recognizers.enumerated().compactMap { offset, draft in
                reader.descend(draft.kind?.value ?? String(offset + 1)) { reader in
                    guard let kind = draft.kind, checkName(kind, &reader) else { return nil }
                    if meanings[kind.value, default: draft.meaning] != draft.meaning {
                        reader.report(
                            "policy.counts-as", at: kind.position,
                            "another recognizer of this kind counts as something else",
                            hint: "give both the same 'counts_as'")
                    }
                    meanings[kind.value] = draft.meaning
                    return recognizer(draft, kind, &reader)
                }
            }
        }
    }

    private func recognizer(
        _ draft: RecognizerDraft, _ kind: Located<String>, _ reader: inout DocumentReader
    ) -> DeclaredRecognizer? {
        let form = form(draft, kind.position, &reader)
        let context = draft.context.compactMap { contextWord($0, &reader) }
        return form.map {
            DeclaredRecognizer(
                kind: kind.value, form: $0, contextWords: context, confidence: draft.confidence,
                checksum: draft.checksum?.value, meaning: draft.meaning, detector: "policy.\(kind.value)/\(version)")
        }
    }

    private func form(
        _ draft: RecognizerDraft, _ position: SourcePosition, _ reader: inout DocumentReader
    ) -> DeclaredRecognizer.Form? {
        switch (draft.pattern, draft.words) {
        case (let pattern?, nil):
            if let ignoresCase = draft.ignoresCase {
                reader.report(
                    "policy.recognizer", at: ignoresCase.position, "'ignore_case' is for words",
                    hint: "begin the pattern with (?i)")
            }
            return BoundedPattern.compile(pattern, &reader).map(DeclaredRecognizer.Form.pattern)
        case (nil, let words?):
            if let checksum = draft.checksum {
                reader.report("policy.recognizer", at: checksum.position, "'checksum' is for patterns")
            }
            if words.value.isEmpty {
                reader.report("policy.recognizer", at: words.position, "there are no words", hint: "add one")
            }
            let usable = words.value.compactMap { word($0, &reader) }
            return .words(usable, ignoresCase: draft.ignoresCase?.value ?? false)
        default:
            reader.report(
                "policy.recognizer", at: position, "a recognizer looks for a pattern or for words",
                hint: "give either 'pattern:' or 'words:'")
            return nil
        }
    }

    /// The most bytes of a word in a list.
    private static let longestWord = 128

    private func word(_ word: Located<String>, _ reader: inout DocumentReader) -> String? {
        let scalars = word.value.unicodeScalars
        guard word.value.utf8.count <= Self.longestWord, scalars.first?.properties.isWhitespace == false,
            scalars.last?.properties.isWhitespace == false
        else {
            reader.report(
                "policy.word", at: word.position, "'\(word.value.shortened)' cannot be looked for",
                hint: "words have at most \(Self.longestWord) bytes and no space at either end")
            return nil
        }
        return word.value
    }

    private func contextWord(_ word: Located<String>, _ reader: inout DocumentReader) -> String? {
        guard word.value.utf8.allSatisfy({ $0.isLetterOrDigit || $0 >= 0x80 }) else {
            reader.report(
                "policy.word", at: word.position, "'\(word.value.shortened)' is more than one word",
                hint: "context words are single words of letters and digits")
            return nil
        }
        return word.value.lowercased()
    }

    // MARK: Kinds

    private func checkName(_ kind: Located<String>, _ reader: inout DocumentReader) -> Bool {
        let isWord = kind.value.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || $0 == UInt8(ascii: "_")
        }
        guard isWord, kind.value != "default" else {
            reader.report(
                "policy.kind", at: kind.position, "'\(kind.value.shortened)' is no name for a kind",
                hint: "use small letters, digits and '_'; 'default' is taken")
            return false
        }
        guard !builtIn.contains(kind.value) else {
            reader.report(
                "policy.kind", at: kind.position, "the kind '\(kind.value)' is built in", hint: "choose another name")
            return false
        }
        return true
    }

    private func isKnown(_ kind: String, at position: SourcePosition, _ reader: inout DocumentReader) -> Bool {
        let own = draft.recognizers.compactMap(\.kind?.value)
        if builtIn.contains(kind) || own.contains(kind) { return true }
        reader.report(
            "policy.unknown-kind", at: position, "no inspector finds the kind '\(kind.shortened)'",
            hint: nearestName(to: kind, among: own + builtIn.sorted()).map { "did you mean '\($0)'?" })
        return false
    }

    // MARK: Allowances and redaction

    private func allowance(_ draft: AllowanceDraft, _ reader: inout DocumentReader) -> Allowance? {
        let isKnown = isKnown(draft.kind.value, at: draft.kind.position, &reader)
        let form: Allowance.Form?
        switch (draft.values, draft.suffix, draft.pattern) {
        case (let values?, nil, nil): form = .values(values)
        case (nil, let suffix?, nil): form = .suffix(suffix)
        case (nil, nil, let pattern?): form = BoundedPattern.compile(pattern, &reader).map(Allowance.Form.pattern)
        default:
            reader.report(
                "policy.allowance", at: draft.kind.position, "an allowance has values, a suffix or a pattern",
                hint: "give one of 'values:', 'suffix:' and 'pattern:'")
            form = nil
        }
        return isKnown ? form.map { Allowance(kind: draft.kind.value, form: $0) } : nil
    }

    private func redaction(_ reader: inout DocumentReader) -> RedactionPlan {
        var plan = RedactionPlan()
        reader.descend("redact") { reader in
            for entry in draft.redaction {
                if entry.name == "default" {
                    plan.standard = entry.value
                } else if isKnown(entry.name, at: entry.position, &reader) {
                    plan.methods[entry.name] = entry.value
                }
            }
        }
        return plan
    }
}
