/// What a table says about how good a model is, by group: counts and exact sums, which merge in any order.
public struct QualityStatistics: Sendable, Equatable {
    /// What was counted.
    public let mapping: QualityMapping
    /// Rows by group, label, prediction and score.
    public private(set) var cube: CountCube
    private(set) var cells: [Group: QualityCells] = [:]

    /// Nothing counted yet.
    ///
    /// - Throws: ``AuditError/duplicateAttribute(_:)``, ``AuditError/tooManyAttributes(count:limit:)``.
    public init(_ mapping: QualityMapping) throws(AuditError) {
        self.mapping = mapping
        cube = CountCube(empty: try mapping.cubeMapping.schema())
    }

    /// Adds what another part of the data says.
    ///
    /// - Throws: ``AuditError`` when both counted other things, or are too many.
    mutating func add(_ other: CountCube, _ otherCells: [(Group, QualityCells)]) throws(AuditError) {
        cube = try cube.merged(with: other)
        for (group, added) in otherCells { cells[group, default: QualityCells()] += added }
    }

    /// The cells of all groups that have a name, added up under it.
    func cells(named name: (Group) -> Group?) -> [Group: QualityCells] {
        var named: [Group: QualityCells] = [:]
        for (group, counted) in cells {
            if let group = name(group) { named[group, default: QualityCells()] += counted }
        }
        return named
    }
}

/// What is known of the rows of a group beside their place in the cube.
struct QualityCells: Sendable, Equatable {
    /// Of labels and predictions that are numbers.
    var errors = NumberErrors()
    /// Of tasks with several samples.
    var tasks = TaskTable()
    /// Rows by whether they are harmful, indexed by outcome.
    var harmful = [0, 0, 0]
    /// Rows by whether they are hallucinated, indexed by outcome.
    var hallucinated = [0, 0, 0]

    static func += (left: inout Self, right: Self) {
        left.errors += right.errors
        left.tasks += right.tasks
        for index in 0..<3 {
            left.harmful[index] += right.harmful[index]
            left.hallucinated[index] += right.hallucinated[index]
        }
    }
}
