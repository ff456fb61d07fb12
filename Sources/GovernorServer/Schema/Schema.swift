import GovernorCore

/// What a JSON value must look like: what requests are checked against, and what the OpenAPI document shows.
///
/// A small part of JSON Schema 2020-12, so that both uses are exact. Lengths count Unicode code points, as JSON Schema
/// does.
indirect enum Schema: Sendable {
    /// Any value.
    case any(describing: String)
    /// A number without a fraction.
    case integer(ClosedRange<Int64>)
    case number(ClosedRange<Double>?)
    case string(TextForm)
    case array(of: Schema, count: ClosedRange<Int>)
    /// An object; see ``ObjectForm``.
    case object(ObjectForm)
    /// The value or `null`.
    case optional(Schema)
    /// A schema with words for readers.
    case described(Schema, String)
    /// A schema that the document lists by name.
    case named(String, Schema)

    /// An object that has these members and no others.
    static func object(_ members: Member...) -> Schema { .object(ObjectForm(members: members, others: nil)) }

    /// An object that has these members and no others, and of the named ones exactly one.
    static func object(exactlyOneOf names: String..., members: Member...) -> Schema {
        .object(ObjectForm(members: members, others: nil, alternatives: names))
    }

    /// An object of any members.
    static func map(of value: Schema) -> Schema { .object(ObjectForm(members: [], others: value)) }

    /// A text that is one of a few.
    static func words(_ words: String...) -> Schema { .string(.words(words)) }

    /// One member of an object.
    struct Member: Sendable {
        let name: String
        let schema: Schema
        let isRequired: Bool

        /// A member that must be there.
        static func required(_ name: String, _ schema: Schema, _ summary: String) -> Member {
            Member(name: name, schema: .described(schema, summary), isRequired: true)
        }

        /// A member that may be left out.
        static func optional(_ name: String, _ schema: Schema, _ summary: String) -> Member {
            Member(name: name, schema: .described(schema, summary), isRequired: false)
        }
    }

    /// Which members an object has.
    struct ObjectForm: Sendable {
        let members: [Member]
        /// What members with other names look like; nil when there must be none.
        let others: Schema?
        /// The members of which exactly one must be there; empty when that is no matter.
        var alternatives: [String] = []
    }
}
