import Foundation
import GovernorInspect

/// A logistic regression over sets of buckets, by L-BFGS (Liu and Nocedal, 1989). No randomness, one thread.
struct LinearClassifier {
    private(set) var weights = [Float](repeating: 0, count: FeatureHash.buckets + 1)

    /// The log-odds of a text: of its window that has the highest.
    func logit(_ matrix: FeatureMatrix, text: Int) -> Float {
        matrix.windows[text].reduce(-.infinity) { max($0, logit(matrix, window: $1)) }
    }

    private func logit(_ matrix: FeatureMatrix, window: Int) -> Float {
        var sum: Float = 0
        for position in matrix.starts[window]..<matrix.starts[window + 1] {
            sum += weights[Int(matrix.buckets[position])]
        }
        return sum * matrix.factor(of: window) + bias
    }

    var bias: Float { weights[FeatureHash.buckets] }

    /// A window to learn from: which, what its text is, and how much it counts.
    struct Lesson {
        let window: Int
        let isPositive: Bool
        var weight: Float
    }

    /// - Parameters:
    ///   - lessons: Their weights sum to 1.
    ///   - ridge: Half of it times the squared weights, without the bias, is added to the mean loss.
    ///   - rounds: The most steps.
    init(_ lessons: [Lesson], of matrix: FeatureMatrix, ridge: Float, rounds: Int) {
        var (loss, gradient) = evaluate(lessons, matrix, ridge)
        var history: [(step: [Float], change: [Float], scale: Float)] = []
        for _ in 0..<rounds {
            var direction = gradient
            var factors: [Float] = []
            for past in history.reversed() {
                let factor = past.scale * dot(past.step, direction)
                add(-factor, past.change, to: &direction)
                factors.append(factor)
            }
            let size =
                history.last.map { 1 / ($0.scale * dot($0.change, $0.change)) } ?? 1
                / dot(gradient, gradient).squareRoot()
            for index in direction.indices { direction[index] *= size }
            for (past, factor) in zip(history, factors.reversed()) {
                add(factor - past.scale * dot(past.change, direction), past.step, to: &direction)
            }
            let slope = -dot(gradient, direction)
            guard slope < 0 else { break }
            var length: Float = 1
            let start = weights
            var next = (loss: loss, gradient: gradient)
            repeat {
                weights = start
                add(-length, direction, to: &weights)
                next = evaluate(lessons, matrix, ridge)
                length /= 2
            } while next.loss > loss + 1e-4 * 2 * Double(length * slope) && length > 1e-4
            let step = zip(weights, start).map { $0 - $1 }
            let change = zip(next.gradient, gradient).map { $0 - $1 }
            let curvature = dot(step, change)
            if curvature > 0 { history.append((step, change, 1 / curvature)) }
            if history.count > 8 { history.removeFirst() }
            let gain = loss - next.loss
            (loss, gradient) = (next.loss, next.gradient)
            if gain < 1e-5 * loss { break }
        }
    }

    private func evaluate(_ lessons: [Lesson], _ matrix: FeatureMatrix, _ ridge: Float) -> (Double, [Float]) {
        var gradient = weights.map { $0 * ridge }
        gradient[FeatureHash.buckets] = 0
        var loss = 0.0
        for weight in weights.dropLast() { loss += Double(weight * weight) }
        loss *= Double(ridge) / 2
        for lesson in lessons {
            let logit = Double(logit(matrix, window: lesson.window))
            let wrong = lesson.isPositive ? -logit : logit
            loss += Double(lesson.weight) * (wrong > 0 ? wrong + log1p(exp(-wrong)) : log1p(exp(wrong)))
            let share = Float(1 / (1 + exp(-wrong))) * (lesson.isPositive ? -lesson.weight : lesson.weight)
            let part = share * matrix.factor(of: lesson.window)
            for position in matrix.starts[lesson.window]..<matrix.starts[lesson.window + 1] {
                gradient[Int(matrix.buckets[position])] += part
            }
            gradient[FeatureHash.buckets] += share
        }
        return (loss, gradient)
    }

    private func dot(_ left: [Float], _ right: [Float]) -> Float {
        var sum = 0.0
        for index in left.indices { sum += Double(left[index] * right[index]) }
        return Float(sum)
    }

    private func add(_ factor: Float, _ vector: [Float], to sum: inout [Float]) {
        for index in sum.indices { sum[index] += factor * vector[index] }
    }
}
