import GovernorCore

/// The `inspection` section of a policy file. The loader, the JSON Schema and the reference all come from here.
struct InspectionDraft: Sendable {
    let names: Set<String>
    let recognizers: [RecognizerDraft]
    let allowances: [AllowanceDraft]
    let redaction: [Named<RedactionMethod>]
    let confidence: [Named<ExactDecimal>]

    static let shape: Shape<InspectionDraft> = .object(
        "How texts are inspected.",
        .defaulted(
            "names", names, to: Set<String>(), shown: .bool(false),
            "Which names are looked for, count as personal data and are masked: true for persons and locations, or a "
                + "list."),
        .defaulted(
            "recognizers", .list(of: RecognizerDraft.shape, limit: 100), to: [],
            "What is looked for besides what is built in."),
        .defaulted(
            "allow", .list(of: AllowanceDraft.shape, limit: 1000), to: [],
            "What is no finding although an inspector sees it."),
        .defaulted(
            "redact", .map(of: RedactionMethod.shape, key: "a kind"), to: [],
            "What takes the place of findings that a rule masks, by kind; 'default' is for all others, else replace."),
        .defaulted(
            "confidence", .map(of: share, key: "a kind"), to: [],
            "The least confidence from which findings of a kind count; all count if left out."),
        make: InspectionDraft.init)

    static let empty = InspectionDraft(names: [], recognizers: [], allowances: [], redaction: [], confidence: [])

    fileprivate static let share = Shape<ExactDecimal>.decimal(in: ExactDecimal(0)...ExactDecimal(1))

    private static let names: Shape<Set<String>> = .collection(
        Shape<[String]>.list(of: .word(["person", "location", "organization"].map { ($0, $0) })).map { Set($0) },
        orScalar: Shape<Bool>.bool.map { $0 ? ["person", "location"] : [] })
}

struct RecognizerDraft: Sendable {
    let kind: Located<String>?
    let pattern: SourceText?
    let words: Located<[Located<String>]>?
    let ignoresCase: Located<Bool>?
    let context: [Located<String>]
    let confidence: ExactDecimal
    let checksum: Located<DeclaredRecognizer.Checksum>?
    let meaning: DeclaredRecognizer.Meaning

    static let shape: Shape<RecognizerDraft> = Shape<RecognizerDraft>.object(
        "Something to look for: a pattern or words.",
        .wanted("kind", Shape.identifier.located, "What findings are called; no kind that is built in."),
        .optional(
            "pattern", .pattern,
            "A regular expression in RE2's syntax; its matches have 1 to 256 bytes."),
        .optional(
            "words", Shape<[Located<String>]>.list(of: Shape.nonEmptyString.located).located,
            "Words or groups of words that stand alone in the text."),
        .optional("ignore_case", Shape.bool.located, "Whether words are found in capitals too; the default is no."),
        .defaulted(
            "context", .list(of: Shape.nonEmptyString.located, limit: 100), to: [],
            "Words one of which must stand near: within 64 bytes before or 32 behind."),
        .defaulted("confidence", InspectionDraft.share, to: ExactDecimal(1), "How sure a match is."),
        .optional("checksum", Shape<DeclaredRecognizer.Checksum>.word.located, "Digits that must be right."),
        .defaulted(
            "counts_as", .word, to: .personalData,
            "What a finding makes true: contains_pii, contains_secret, or nothing."),
        make: RecognizerDraft.init
    ).map(schema: .exactlyOne(of: "pattern", "words")) { $0 }
}

struct AllowanceDraft: Sendable {
    let kind: Located<String>
    let values: [String]?
    let suffix: String?
    let pattern: SourceText?

    static let shape: Shape<AllowanceDraft> = Shape<AllowanceDraft>.object(
        "Findings that are none.",
        .required("kind", Shape.identifier.located, "The kind of the findings."),
        .optional("values", .list(of: .nonEmptyString), "What they say, letters in either case."),
        .optional("suffix", .nonEmptyString, "What they end with, letters in either case."),
        .optional("pattern", .pattern, "A regular expression that matches the whole of them."),
        make: AllowanceDraft.init
    ).map(schema: .exactlyOne(of: "values", "suffix", "pattern")) { $0 }
}

extension RedactionMethod {
    /// The name of a method, or `mask` with what it keeps.
    static let shape: Shape<RedactionMethod> = .collection(
        .object(
            "Masking that keeps the end.",
            .required(
                "mask",
                .object(
                    "What masking keeps.",
                    .required(
                        "keep_last", .integer(in: 1...16),
                        "How many letters and digits at the end stay, at most half of them."),
                    make: { @Sendable count in RedactionMethod.mask(keepLast: count) }),
                "A * for each letter and digit but the last ones."),
            make: { @Sendable method in method }),
        orScalar: .word(RedactionMethod.all.map { ($0.name, $0) }))
}

extension Shape where Value == SourceText {
    /// A regular expression.
    fileprivate static var pattern: Shape<SourceText> {
        sourceText("a pattern").map(schema: ["type": "string"]) { $0 }
    }
}
