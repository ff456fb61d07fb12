/// What clients get instead of what a policy does not let on as it is.
package struct Substitutes: Sendable, Equatable {
    /// Who answers in safe mode.
    package enum SafeMode: Sendable, Equatable {
        /// A model of the configuration, asked what the client has asked.
        case model(String)
        /// The gateway itself, always with the same words.
        case answer(String)
    }

    /// What is said in safe mode where nobody has configured anything.
    package static let safeAnswer = "I cannot help with this request."

    /// Who answers in safe mode.
    package var safeMode = SafeMode.answer(Self.safeAnswer)
    /// The model that summarizes; nil for none: quotations are then left out.
    package var summaryModel: String?

    /// Creates the setting of a gateway of which nobody said anything.
    package init() {}
}
