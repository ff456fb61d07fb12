import GovernorCore

/// What a reviewer decides about a hold.
package enum HoldVerdict: Sendable, Hashable {
    /// It goes on as it is.
    case release
    /// It goes on with other texts.
    case edit([HoldEdit])
    /// It does not go on.
    case reject

    /// How the wait ends.
    var state: Hold.State {
        switch self {
        case .release: .released
        case .edit: .edited
        case .reject: .rejected
        }
    }

    /// The texts that a reviewer has written.
    var edits: [HoldEdit] { if case .edit(let edits) = self { edits } else { [] } }
}

/// A text that a reviewer has written in place of one that is held.
package struct HoldEdit: Sendable, Hashable {
    /// The place of the text, as ``GovernorCore/HeldText/place``.
    package let place: String
    /// The new text.
    package let text: String

    /// Creates an edit.
    package init(place: String, text: String) {
        self.place = place
        self.text = text
    }
}
