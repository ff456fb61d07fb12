import GovernorCore
import GovernorDialects

/// A server that may answer a request, and the model it would answer for.
final class Candidate: Sendable {
    /// The configured name of the model.
    let route: String
    let target: ModelTarget
    /// The model's name for the server.
    let model: String
    let retries: RetryPolicy
    /// What the answer calls its model instead of what the server says; nil for what the server says.
    let shownModel: String?
    /// What the client has asked for: the configured name of that model, and the name it gave.
    let asked: [String]
    /// Whether that is another model.
    let isFallback: Bool

    init(
        route: String, target: ModelTarget, model: String, retries: RetryPolicy, shownModel: String?, asked: [String],
        isFallback: Bool
    ) {
        self.route = route
        self.target = target
        self.model = model
        self.retries = retries
        self.shownModel = shownModel
        self.asked = asked
        self.isFallback = isFallback
    }

    /// The same, of a model that answers where another one was asked.
    ///
    /// - Parameters:
    ///   - model: How the client called that one.
    ///   - first: The server that the request belonged to.
    ///   - reveals: Whether the answer bears the name of the model that answers.
    func standing(inFor model: String, _ first: Candidate, reveals: Bool) -> Candidate {
        Candidate(
            route: route, target: target, model: self.model, retries: retries, shownModel: reveals ? nil : model,
            asked: first.asked + asked, isFallback: true)
    }

    /// The same, of whose version nobody is sure.
    var withoutPin: Candidate {
        let target = ModelTarget(
            name: target.name, upstream: target.upstream, paths: target.paths, headers: target.headers,
            servedName: target.servedName, cohort: target.cohort, weight: target.weight)
        return Candidate(
            route: route, target: target, model: model, retries: retries, shownModel: nil, asked: asked,
            isFallback: isFallback)
    }

    /// Under which names its answers may be stopped.
    var names: [String] { asked + [route, target.name] }

    /// What metrics about the traffic of models are told apart by: words of the configuration.
    var labels: TrafficLabels {
        TrafficLabels(model: route, version: target.pin?.version ?? "", cohort: target.cohort)
    }
}

/// What metrics about the traffic of models are told apart by. Every value is a word of the configuration, or empty.
struct TrafficLabels: Sendable, Hashable {
    /// The configured name of the model; empty where a request names none that is configured.
    var model = ""
    /// The version that is pinned; empty where none is.
    var version = ""
    /// The part of the traffic.
    var cohort = ""

    /// The labels' names, in the order of ``values``.
    static let names = ["model", "model_version", "cohort"]

    var values: [String] { [model, version, cohort] }
}

extension ModelRoutes {
    /// The servers that may answer a request, the one it belongs to first, then those that stand in for it, in order.
    ///
    /// - Parameters:
    ///   - model: The model that the client asks for.
    ///   - dialect: What the request is written in. Servers that cannot answer it are left out, and those that are to be
    ///     spoken to in another dialect than the first: a request is translated once.
    ///   - owner: Whose requests stay with one target.
    ///   - stops: What is stopped: those targets and fallbacks are left out.
    ///   - digest: SHA-256.
    /// - Throws: ``ModelProblem/unknownModel``, ``ModelProblem/stopped(_:)`` for a model that is stopped and for one none
    ///   of whose servers is left, ``ModelProblem/unsupported(_:)``.
    func candidates(
        for model: String, in dialect: Dialect, from owner: RequestOwner, stops: SystemStops, digest: DigestFunction
    ) throws(ModelProblem) -> [Candidate] {
        guard let asked = route(of: model) else { throw .unknownModel }
        // Who stops a model wants it to answer no more, in whatever way.
        if let stop = stops.stop(of: [asked.name, model]) { throw .stopped(stop) }
        var stop: SystemStop?
        var candidates: [Candidate] = []
        for (position, choice) in ([(route: asked, model: model)] + fallbacks(of: model)).enumerated() {
            let usable = choice.route.targets.filter { target in
                guard target.dialect(for: dialect) != nil else { return false }
                let found = stops.stop(of: [choice.route.name, choice.model, target.name])
                stop = stop ?? found
                return found == nil
            }
            candidates += owner.ordered(usable, of: choice.route.name, digest: digest).map { target in
                Candidate(
                    route: choice.route.name, target: target, model: target.servedName ?? choice.model,
                    retries: choice.route.retries,
                    shownModel: position > 0 && !asked.revealsFallback ? model : nil, asked: [asked.name, model],
                    isFallback: position > 0)
            }
        }
        if let first = candidates.first {
            let spoken = first.target.dialect(for: dialect)
            return candidates.filter { $0.target.dialect(for: dialect) == spoken }
        }
        throw stop.map(ModelProblem.stopped) ?? .unsupported(dialect)
    }
}
