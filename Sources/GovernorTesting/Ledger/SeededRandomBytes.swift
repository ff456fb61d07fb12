import GovernorCore
package import GovernorLedger
import Synchronization

/// Bytes that a seed determines, for many callers at once.
package func seededRandomBytes(_ seed: UInt64) -> RandomBytes {
    let source = SharedGenerator(seed)
    return { count in source.bytes(count) }
}

private final class SharedGenerator: Sendable {
    private let generator: Mutex<SeededGenerator>

    init(_ seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }

    func bytes(_ count: Int) -> [UInt8] {
        generator.withLock { generator in (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) } }
    }
}
