import Synchronization

@testable import GovernorGateway

/// Keeps spans in memory.
final class MemorySpans: SpanSink {
    private let spans = Mutex<[Span]>([])

    var all: [Span] { spans.withLock { $0 } }

    func take(_ span: Span) { spans.withLock { $0.append(span) } }
}

extension Span {
    /// The value of an attribute.
    subscript(_ name: String) -> Value? { attributes.first { $0.name == name }?.value }
}
