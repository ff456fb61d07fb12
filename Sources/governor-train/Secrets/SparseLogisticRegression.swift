import Foundation
import GovernorInspect

/// One value with what it is and how much it counts.
struct WeighedValue {
    let features: [(index: Int, amount: Float)]
    let isSecret: Bool
    let weight: Double
}

/// Logistic regression with an L2 penalty, fitted by full-batch Adam (Kingma and Ba, 2015): no chance in it.
struct SparseLogisticRegression {
    private(set) var weights = [Double](repeating: 0, count: SecretTraining.featureCount)

    func score(_ features: [(index: Int, amount: Float)]) -> Double {
        features.reduce(0) { $0 + weights[$1.index] * Double($1.amount) }
    }

    func probability(_ features: [(index: Int, amount: Float)]) -> Double { 1 / (1 + exp(-score(features))) }

    mutating func fit(_ values: [WeighedValue], penalty: Double, steps: Int) {
        var mean = [Double](repeating: 0, count: weights.count)
        var square = mean
        let total = values.reduce(0) { $0 + $1.weight }
        for step in 1...steps {
            var gradient = [Double](repeating: 0, count: weights.count)
            for value in values {
                let error = (probability(value.features) - (value.isSecret ? 1 : 0)) * value.weight
                for (index, amount) in value.features { gradient[index] += error * Double(amount) }
            }
            for index in weights.indices {
                let slope = (gradient[index] + (index == 0 ? 0 : penalty * weights[index])) / total
                mean[index] = 0.9 * mean[index] + 0.1 * slope
                square[index] = 0.999 * square[index] + 0.001 * slope * slope
                let (first, second) = (1 - pow(0.9, Double(step)), 1 - pow(0.999, Double(step)))
                weights[index] -= 0.1 * (mean[index] / first) / ((square[index] / second).squareRoot() + 1e-9)
            }
        }
    }
}
