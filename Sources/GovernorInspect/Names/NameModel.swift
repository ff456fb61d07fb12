/// The weights of the tagger, as they are embedded.
///
/// Little-endian: `GVRNNAM1`; the scale of the weights, the scores of 7 × 7 successions (row: before, column: after) and
/// two numbers of calibration for each kind (Float32); the table of words (UInt32 each); then for each bucket 8 signed
/// bytes, one for each ``NameLabel`` and one unused.
package struct NameModel: Sendable {
    private static let magic = Array("GVRNNAM1".utf8)
    private static let floats = 1 + NameLabel.count * NameLabel.count + 2 * NameKind.allCases.count

    package var scale: Float
    /// `transitions[before][after]`, as logarithms; successions that cannot be are left out at use.
    package var transitions: [[Float]]
    package var calibration: [NameCalibration]
    package var words: WordTable
    package var weights: [SIMD8<Int8>]

    package init(
        scale: Float, transitions: [[Float]], calibration: [NameCalibration], words: WordTable, weights: [SIMD8<Int8>]
    ) {
        precondition(weights.count == NameFeatures.buckets && calibration.count == NameKind.allCases.count)
        self.scale = scale
        self.transitions = transitions
        self.calibration = calibration
        self.words = words
        self.weights = weights
    }

    /// Reads the embedded form; nil when the bytes are not of this version.
    package init?(bytes: UnsafeRawBufferPointer) {
        let header = Self.magic.count + 4 * Self.floats
        let size = header + 4 * WordTable.slots + 8 * NameFeatures.buckets
        guard bytes.count == size, bytes.starts(with: Self.magic) else { return nil }
        var offset = Self.magic.count
        func word() -> UInt32 {
            defer { offset += 4 }
            return UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
        func float() -> Float { Float(bitPattern: word()) }
        scale = float()
        transitions = (0..<NameLabel.count).map { _ in (0..<NameLabel.count).map { _ in float() } }
        calibration = NameKind.allCases.map { _ in NameCalibration(slope: float(), shift: float()) }
        words = WordTable(entries: (0..<WordTable.slots).map { _ in word() })
        let start = offset
        weights = (0..<NameFeatures.buckets).map { bucket in
            bytes.loadUnaligned(fromByteOffset: start + 8 * bucket, as: SIMD8<Int8>.self)
        }
    }

    /// The embedded form.
    package var bytes: [UInt8] {
        var bytes = Self.magic
        func write(_ value: UInt32) { withUnsafeBytes(of: value.littleEndian) { bytes += $0 } }
        write(scale.bitPattern)
        for row in transitions { for value in row { write(value.bitPattern) } }
        for kind in calibration {
            write(kind.slope.bitPattern)
            write(kind.shift.bitPattern)
        }
        words.entries.forEach(write)
        for lanes in weights { withUnsafeBytes(of: lanes) { bytes += $0 } }
        return bytes
    }
}

/// Makes the least probability of a name's tokens the probability that the name is right: `σ(slope · logit p + shift)`.
package struct NameCalibration: Sendable, Equatable {
    package var slope: Float
    package var shift: Float

    package init(slope: Float = 1, shift: Float = 0) {
        self.slope = slope
        self.shift = shift
    }

    package func confidence(_ probability: Float) -> Float {
        let bounded = min(max(probability, 1e-4), 1 - 1e-4)
        // e^(-slope · logit p - shift) without logarithms of its own: see `exponential`.
        return 1 / (1 + exponential(SIMD8(repeating: -slope * logarithm(bounded / (1 - bounded)) - shift))[0])
    }
}
