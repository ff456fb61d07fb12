/// A piece of work that has ended. It holds names and numbers, and no text of anybody.
package struct Span: Sendable, Hashable {
    /// What the work is to others; the numbers are those of OTLP.
    package enum Kind: Int, Sendable {
        case server = 2
        case client = 3
    }

    /// What is known about it.
    package enum Value: Sendable, Hashable {
        case text(String)
        case number(Int)
        case flag(Bool)
        case texts([String])
    }

    /// Something that is known, by a name of the semantic conventions or of our own.
    package struct Attribute: Sendable, Hashable {
        /// Its name.
        package let name: String
        /// Its value.
        package let value: Value

        /// Creates an attribute.
        package init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// The work itself.
    package let context: TraceContext
    /// The span that it is part of; nil where a trace begins.
    package let parent: UInt64?
    /// What others note about the trace.
    package let state: TraceState
    /// A name of few values.
    package let name: String
    /// What the work is to others.
    package let kind: Kind
    /// When it began, in nanoseconds since 1970.
    package let start: UInt64
    /// When it ended, in nanoseconds since 1970.
    package let end: UInt64
    /// What is known about it.
    package let attributes: [Attribute]
    /// The code of what went wrong; nil where nothing did.
    package let failure: String?

    /// Creates a span; see the properties.
    package init(
        context: TraceContext, parent: UInt64?, state: TraceState, name: String, kind: Kind, start: UInt64, end: UInt64,
        attributes: [Attribute], failure: String?
    ) {
        self.context = context
        self.parent = parent
        self.state = state
        self.name = name
        self.kind = kind
        self.start = start
        self.end = end
        self.attributes = attributes
        self.failure = failure
    }
}
