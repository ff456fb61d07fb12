import GovernorAudit
import GovernorCore
import GovernorPolicy

/// What the file of an audit says (`audit.yaml`); options on the command line take precedence.
struct AuditSettings: Sendable {
    /// Which columns mean what.
    struct Columns: Sendable {
        var by: [String] = []
        var label: String?
        var prediction: String?
        var score: String?
        var weight: String?
    }

    /// The measures of fairness that were chosen, and why: definitions of fairness contradict one another.
    struct Fairness: Sendable, Equatable {
        var rates: [Rate]
        var reason: String
    }

    var columns = Columns()
    var positive: [String] = []
    var threshold: ExactDecimal?
    var missing: MissingLevels?
    var minimumRows: Int?
    var depth: Int?
    var pool = false
    var suppress: Int?
    var visibleGap: ExactDecimal?
    var isAnytimeValid = false
    var fairness: Fairness?

    /// Reads the file.
    ///
    /// - Throws: ``DocumentErrors`` with every problem of the file, ``CommandError`` for one that cannot be read.
    static func load(_ path: String) throws -> Self {
        let file = InputFile(path, "audit file")
        return try Document(try file.bytes(), name: file.displayName).read(shape)
    }
}

extension AuditSettings {
    /// What may be asked for as the fewest rows of a group.
    static let minimumRowsRange = 1...1_000_000_000

    static let shape: Shape<AuditSettings> = Shape.object(
        "What an audit of data looks at.",
        .defaulted("columns", columns, to: Columns(), shown: .object(JSONObject()), "Which columns mean what."),
        .defaulted(
            "positive", .list(of: .textOrNumber, limit: 100), to: [],
            "The texts of the favourable outcome where it is not 1, true or yes; every other text is then unfavourable."
        ),
        .optional(
            "threshold", .decimal(in: ExactDecimal(0)...ExactDecimal(1)),
            "From which score on a row counts as decided positively."),
        .optional("missing", .word, "What becomes of rows that lack a column of by."),
        .optional("minimum_rows", .integer(in: minimumRowsRange), "Groups with fewer rows get no verdict."),
        .optional(
            "depth", .integer(in: 1...FairnessAudit.maximumDepth), "The most columns whose intersections are looked at."
        ),
        .defaulted(
            "pool", .bool, to: false,
            "Whether levels with fewer than minimum_rows rows are looked at as one, in audits of fairness."),
        .optional(
            "suppress", .integer(in: FairnessAudit.leastSuppression...1_000_000_000),
            "Groups with fewer rows are not shown, nor what they could be computed from. Only audits of fairness do that."
        ),
        .optional(
            "visible_gap", .decimal(in: ExactDecimal(0)...ExactDecimal(1)),
            "The gap that groups should be large enough to show, in audits of fairness."),
        .defaulted(
            "anytime_valid", .bool, to: false,
            "Whether intervals and p-values of rates hold at every look at rows that come one after the other."),
        .optional("fairness", fairness, "The rates by which groups are compared, and why these."),
        make: AuditSettings.init)

    private static let columns: Shape<Columns> = .object(
        "Which columns mean what.",
        .defaulted(
            "by", .list(of: .nonEmptyString, limit: CubeSchema.maximumAttributes), to: [],
            "The columns that form groups."),
        .optional("label", .nonEmptyString, "The column of what is true."),
        .optional("prediction", .nonEmptyString, "The column of what was decided."),
        .optional("score", .nonEmptyString, "The column of scores from 0 to 1."),
        .optional("weight", .nonEmptyString, "The column of the weights of rows, for audits of fairness."),
        make: Columns.init)

    private static let fairness: Shape<Fairness> = Shape.object(
        "The rates by which groups are compared, and why these.",
        .required("rates", .list(of: .word, limit: Rate.allCases.count), "The rates."),
        .required("reason", .nonEmptyString, "Why these: where base rates differ, not all can be equal."),
        make: Fairness.init
    ).refusing("audit.rates") { fairness in
        if fairness.rates.isEmpty { return ("no rate is chosen", "name at least one, such as selection_rate") }
        return Set(fairness.rates).count == fairness.rates.count ? nil : ("a rate is there twice", "name each once")
    }
}
