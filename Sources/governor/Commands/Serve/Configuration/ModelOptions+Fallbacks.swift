import GovernorCore
import GovernorDialects
import GovernorPolicy

/// What is wrong with models together.
extension ModelOptions {
    typealias Problem = (position: SourcePosition, message: String, hint: String)

    static func problem(in models: [Located<ModelOptions>]) -> Problem? {
        sharedName(in: models) ?? models.lazy.compactMap { unusableFallback(of: $0, in: models) }.first
            ?? models.lazy.compactMap { circle(from: $0, in: models) }.first
    }

    /// Two targets of one name: metrics and operators could not tell them apart.
    private static func sharedName(in models: [Located<ModelOptions>]) -> Problem? {
        var seen: Set<ExactString> = []
        for model in models {
            for name in model.value.targetNames where !seen.insert(ExactString(name)).inserted {
                let hint =
                    model.value.targets.count == 1
                    ? "give the model another name, or both servers as its targets" : "give one of them a 'name:'"
                return (model.position, "two targets are called '\(name)'", hint)
            }
        }
        return nil
    }

    private static func unusableFallback(
        of model: Located<ModelOptions>, in models: [Located<ModelOptions>]
    ) -> Problem? {
        for name in model.value.fallbacks {
            guard let fallback = self.model(called: name, in: models) else {
                let near = nearestName(to: name, among: models.map(\.value.name))
                return (
                    model.position, "no model serves the fallback '\(name)'",
                    near.map { "did you mean '\($0)'?" } ?? "add a model of that name"
                )
            }
            guard !model.value.forms.isDisjoint(with: fallback.value.forms) else {
                return (
                    model.position, "the fallback '\(name)' speaks no form that '\(model.value.name)' speaks",
                    "name a model whose server has the same api"
                )
            }
        }
        return nil
    }

    /// Fallbacks that lead back to where they began.
    private static func circle(from start: Located<ModelOptions>, in models: [Located<ModelOptions>]) -> Problem? {
        // Each model once: which way leads back does not matter.
        var seen: Set<ExactString> = []
        func way(from model: Located<ModelOptions>, _ path: [String]) -> [String]? {
            for name in model.value.fallbacks {
                guard let next = self.model(called: name, in: models) else { continue }
                if next.position == start.position { return path + [name] }
                guard seen.insert(ExactString(next.value.name)).inserted else { continue }
                if let found = way(from: next, path + [next.value.name]) { return found }
            }
            return nil
        }
        return way(from: start, [start.value.name]).map {
            (
                start.position, "the fallbacks lead back to where they began: \($0.joined(separator: " → "))",
                "remove one of them"
            )
        }
    }

    private static func model(called name: String, in models: [Located<ModelOptions>]) -> Located<ModelOptions>? {
        models.first { NamePattern.matches(name, $0.value.name) }
    }

    /// What its servers speak.
    private var forms: Set<Dialect> { Set(targets.flatMap(\.server.api.paths.keys)) }
}
