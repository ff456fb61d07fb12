/// A measure of how good a model is, under the name by which `governor gate` knows it.
public enum QualityMeasure: Sendable, Hashable {
    /// A share of rows by label and prediction.
    case rate(Rate)
    /// The mean of the true positive and the true negative rate.
    case balancedAccuracy
    /// The harmonic mean of precision and true positive rate.
    case f1
    /// The correlation of labels and predictions (Matthews, 1975).
    case matthews
    /// The area under the ROC curve.
    case auc
    /// The mean precision over thresholds.
    case averagePrecision
    /// The mean of −ln of the probability given to what came true, in nats.
    case logLoss
    /// The mean of (score − label)².
    case brierScore
    /// The mean distance of promise and rate over bins of equal width.
    case expectedCalibrationError
    /// The slope of the calibration line on the scale of log odds; 1 at best.
    case calibrationSlope
    /// Its intercept; 0 at best.
    case calibrationIntercept
    /// The mean of |prediction − label|.
    case meanAbsoluteError
    /// The root of the mean of (prediction − label)².
    case rootMeanSquaredError
    /// The mean of prediction − label.
    case meanError
    /// The share of the labels' variance that predictions explain.
    case rSquared
    /// The probability that one of `k` samples of a task passes.
    case passAt(Int)
    /// The share of outputs that are harmful.
    case harmfulRate
    /// The share of outputs that say what is not so.
    case hallucinationRate

    /// The measures of labels and predictions that are outcomes.
    static let ofOutcomes: [Self] = [
        .rate(.accuracy), .balancedAccuracy, .rate(.truePositiveRate), .rate(.trueNegativeRate), .rate(.precision), .f1,
        .matthews,
    ]
    /// The measures of scores.
    static let ofScores: [Self] = [
        .auc, .averagePrecision, .logLoss, .brierScore, .expectedCalibrationError, .calibrationSlope,
        .calibrationIntercept,
    ]
    /// The measures of labels and predictions that are numbers.
    static let ofNumbers: [Self] = [.meanAbsoluteError, .rootMeanSquaredError, .meanError, .rSquared]

    /// The metric's name, such as `accuracy`.
    public var name: String {
        switch self {
        case .rate(let rate): rate.rawValue
        case .balancedAccuracy: "balanced_accuracy"
        case .f1: "f1"
        case .matthews: "matthews"
        case .auc: "auc"
        case .averagePrecision: "average_precision"
        case .logLoss: "log_loss"
        case .brierScore: "brier_score"
        case .expectedCalibrationError: "expected_calibration_error"
        case .calibrationSlope: "calibration_slope"
        case .calibrationIntercept: "calibration_intercept"
        case .meanAbsoluteError: "mean_absolute_error"
        case .rootMeanSquaredError: "root_mean_squared_error"
        case .meanError: "mean_error"
        case .rSquared: "r_squared"
        case .passAt(let k): "pass_at_\(k)"
        case .harmfulRate: "harmful_rate"
        case .hallucinationRate: "hallucination_rate"
        }
    }

    /// Its category in policies.
    public var category: String { self == .harmfulRate ? "safety" : "quality" }

    /// Whether large values are bad.
    var isErrorSize: Bool {
        switch self {
        case .rate(let rate): rate.isHarm
        case .logLoss, .brierScore, .expectedCalibrationError, .meanAbsoluteError, .rootMeanSquaredError, .harmfulRate,
            .hallucinationRate:
            true
        default: false
        }
    }
}
