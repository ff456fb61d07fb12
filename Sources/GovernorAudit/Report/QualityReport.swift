/// How good a model is, over all rows and by group.
public struct QualityReport: Sendable, Equatable {
    /// How it was measured.
    public let audit: QualityAudit
    /// How many rows were read.
    public let rows: Int
    /// All rows together.
    public let overall: GroupQuality
    /// Every set of attributes, single ones first.
    public let sets: [AttributeSetQuality]

    /// The group that is worst by a measure, of all that have enough rows; nil where there is none.
    public func worstGroup(_ measure: QualityMeasure) -> (group: GroupQuality, estimate: QualityEstimate)? {
        let groups = sets.flatMap(\.groups).compactMap { group -> (group: GroupQuality, estimate: QualityEstimate)? in
            guard let estimate = group[measure], estimate.value != nil, estimate.rows >= Double(audit.minimumRows)
            else { return nil }
            return (group, estimate)
        }
        return groups.min { left, right in
            let (a, b) = (left.estimate.value ?? 0, right.estimate.value ?? 0)
            return measure.isErrorSize ? a > b : a < b
        }
    }
}

/// How good a model is for the groups that some attributes form.
public struct AttributeSetQuality: Sendable, Equatable {
    /// The attributes.
    public let attributes: [String]
    /// The groups that have rows, ascending.
    public let groups: [GroupQuality]
}

/// How good a model is for a group.
public struct GroupQuality: Sendable, Equatable {
    /// The group.
    public let group: Group
    /// Its rows.
    public let rows: Int
    /// What was measured.
    public let estimates: [QualityEstimate]
    /// What scores promise against what came true, with where the rate of each bin lies; empty without scores.
    public let calibration: [CalibrationPoint]

    /// What was found by a measure; nil when it was not asked for.
    public subscript(_ measure: QualityMeasure) -> QualityEstimate? { estimates.first { $0.measure == measure } }
}

/// A measure with where it lies.
public struct QualityEstimate: Sendable, Equatable {
    /// The measure.
    public let measure: QualityMeasure
    /// Its value; nil when it is not estimable.
    public let value: Double?
    /// Where it lies; nil where no method is sound.
    public let interval: Interval?
    /// How the interval was found.
    public let method: String?
    /// The rows, or tasks, that it is about.
    public let rows: Double
    /// Why there is no value, or no interval.
    public let reason: String?
}

/// A bin of a calibration curve.
public struct CalibrationPoint: Sendable, Equatable {
    /// Its rows.
    public let bin: CalibrationCurve.Bin
    /// Where the rate lies, and how that was found.
    public let interval: Interval?
    /// How the interval was found.
    public let method: ProportionInterval
}
