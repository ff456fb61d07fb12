import GovernorCore
import GovernorGateway
import GovernorPolicy

/// Who answers where a policy wants safe mode.
struct SafeModeOptions: Sendable, Equatable {
    var model: String?
    var answer: String?
}

/// What takes the place of an answer that a policy wants summarized.
struct SummaryOptions: Sendable, Equatable {
    var model: String?
}

extension SafeModeOptions {
    static let shape: Shape<SafeModeOptions> = Shape.object(
        "Who answers where a policy wants safe mode.",
        .optional(
            "model", .nonEmptyString,
            "The name of a model under gateway.models that is asked the same; none if left out."),
        .optional(
            "answer", .nonEmptyString,
            "What the gateway says itself, where no model does; '\(Substitutes.safeAnswer)' if left out."),
        make: SafeModeOptions.init
    ).refusing("configuration.substitute") { options in
        options.model == nil || options.answer == nil
            ? nil : ("safe mode has a model or an answer", "remove one of them")
    }
}

extension SummaryOptions {
    static let shape: Shape<SummaryOptions> = Shape.object(
        "What takes the place of an answer that a policy wants summarized.",
        .optional(
            "model", .nonEmptyString,
            "The name of a model under gateway.models that summarizes; none, and quotations go, if left out."),
        make: SummaryOptions.init)
}

extension GatewayOptions {
    /// What clients get instead of what a policy does not let on as it is.
    var substitutes: Substitutes {
        var substitutes = Substitutes()
        if let answer = safeMode.answer { substitutes.safeMode = .answer(answer) }
        if let model = safeMode.model { substitutes.safeMode = .model(model) }
        substitutes.summaryModel = summaries.model
        return substitutes
    }

    /// A model that nobody serves, and what to do.
    var substituteProblem: (message: String, hint: String)? {
        for (key, name) in [("safe_mode", safeMode.model), ("summaries", summaries.model)] {
            guard let name, !models.contains(where: { NamePattern.matches(name, $0.name) }) else { continue }
            let near = nearestName(to: name, among: models.map(\.name))
            return (
                "no model serves '\(name)', which \(key) names",
                near.map { "did you mean '\($0)'?" } ?? "add a model of that name"
            )
        }
        return nil
    }
}
