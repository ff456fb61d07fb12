import GovernorCore

extension Hold {
    /// The hold as the API shows it, without texts.
    func json(at time: Timestamp) -> JSONObject {
        [
            "id": .string(id.description), "state": .string(state(at: time).rawValue), "stage": .string(stage.rawValue),
            "model": .string(model), "requester": .string(key.principal), "created_at": .string(createdAt.description),
            "expires_at": .string(expiresAt.description), "then": isReleasedByExpiry ? "release" : "reject",
            "decision": .string(decision.description),
            "review": review.map { review in
                [
                    "outcome": .string(review.state.rawValue), "reviewer": .string(review.reviewer),
                    "at": .string(review.time.description), "fact": .string(review.fact.description),
                ]
            } ?? .null,
        ]
    }
}

extension Schema {
    private static let members: [Member] = [
        .required("id", .string(.identifier), "The hold's id, which is that of the fact that it was held."),
        .required("state", .string(.words(Hold.State.allCases.map(\.rawValue))), "Where it stands."),
        .required("stage", .words("prompt", "output"), "Whether a request or an answer is held."),
        .required("model", .string(.text(0...4096)), "The model that was asked."),
        .required("requester", .string(.text(1...256)), "The principal that asked."),
        .required("created_at", .string(.dateTime), "When it was held."),
        .required(
            "expires_at", .string(.dateTime), "When the wait is over; once it is, when the decision stops counting."),
        .required("then", .words("reject", "release"), "What becomes of it when nobody decides in time."),
        .required("decision", .string(.identifier), "The fact of the decision that held it."),
        .required(
            "review",
            .optional(
                .object(
                    .required("outcome", .words("released", "edited", "rejected", "expired"), "How the wait ended."),
                    .required("reviewer", .string(.text(0...256)), "Who decided; `governor` when it expired."),
                    .required("at", .string(.dateTime), "When."),
                    .required("fact", .string(.identifier), "The fact that records it."))),
            "What ended the wait; null while it waits."),
    ]

    /// A hold without its texts.
    static let hold = Schema.named("Hold", .object(ObjectForm(members: members, others: nil)))

    /// A page of holds.
    static let holds = Schema.object(
        .required("items", .array(of: .hold, count: 0...Int(HoldRoutes.pageLimit.upperBound)), "Newest first."),
        .required("next_cursor", .optional(.string(.identifier)), "Where the next page begins; null on the last page."))

    /// A hold with its texts.
    static let holdDetails = Schema.named(
        "HoldDetails",
        .object(
            ObjectForm(
                members: members + [
                    .required(
                        "review_reason", .optional(.string(.text(0...4096))), "Why it was decided so, if anybody said."),
                    .required(
                        "reasons", .optional(.array(of: .string(.text(0...65_536)), count: 0...10_000)),
                        "Why it is held; null once erased."),
                    .required(
                        "texts",
                        .optional(
                            .array(
                                of: .object(
                                    .required(
                                        "place", .string(.text(0...65_536)), "Where it stands; an edit names it."),
                                    .required("role", .string(.text(0...256)), "What it is to the model."),
                                    .required("text", .any(describing: "A text."), "What was held."),
                                    .required(
                                        "edited", .optional(.any(describing: "A text.")),
                                        "What the reviewer wrote instead; null for nothing.")),
                                count: 0...100_000)), "The texts; null once erased."),
                ], others: nil)))

    private static let reasonMember = Member.required(
        "reason", .string(.text(1...4096)), "Why; kept encrypted with the record.")

    /// The body of a review.
    static let reason = Schema.named("HoldReview", .object(reasonMember))

    /// The body of a review with other texts.
    static let holdEdits = Schema.named(
        "HoldEdits",
        .object(
            reasonMember,
            .required(
                "edits",
                .array(
                    of: .object(
                        .required("place", .string(.text(0...65_536)), "The `place` of one of the hold's texts."),
                        .required("text", .string(.text(0...1_048_576)), "The new text.")), count: 1...1000),
                "The texts that are replaced.")))
}
