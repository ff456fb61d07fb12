/// The weights of the text classifiers: a logistic regression for each label over the presence of hashed features.
///
/// `logit = bias + scale · Σ weight / √n`, over the `n` buckets of two neighbouring blocks, each once in a block. The
/// calibration is part of bias and scale. Little-endian: `GVRNTXT4`; one scale and one bias (Float32) for each of 4 lanes; then 4 signed bytes for each
/// bucket, one per lane. The last lane is no label: it makes a bucket one word.
package struct ClassifierModel: Sendable {
    private static let magic = Array("GVRNTXT4".utf8)
    private static let headerSize = 8 + 4 * 8

    package var scales: SIMD4<Float>
    package var biases: SIMD4<Float>
    package var weights: [SIMD4<Int8>]

    package init(scales: SIMD4<Float>, biases: SIMD4<Float>, weights: [SIMD4<Int8>]) {
        precondition(weights.count == FeatureHash.buckets)
        self.scales = scales
        self.biases = biases
        self.weights = weights
    }

    /// Reads the embedded form; nil when the bytes are not of this version.
    package init?(bytes: UnsafeRawBufferPointer) {
        guard bytes.count == Self.headerSize + 4 * FeatureHash.buckets, bytes.starts(with: Self.magic) else {
            return nil
        }
        func lanes(at offset: Int) -> SIMD4<Float> {
            var lanes = SIMD4<Float>()
            for lane in 0..<4 {
                let word = bytes.loadUnaligned(fromByteOffset: offset + 4 * lane, as: UInt32.self)
                lanes[lane] = Float(bitPattern: UInt32(littleEndian: word))
            }
            return lanes
        }
        scales = lanes(at: 8)
        biases = lanes(at: 24)
        weights = (0..<FeatureHash.buckets).map {
            bytes.loadUnaligned(fromByteOffset: Self.headerSize + 4 * $0, as: SIMD4<Int8>.self)
        }
    }

    /// The sum of the weights at some buckets.
    func sum(at buckets: Span<UInt32>) -> SIMD4<Int32> {
        weights.withUnsafeBufferPointer { weights in
            var sum = SIMD4<Int32>()
            for index in buckets.indices { sum &+= SIMD4<Int32>(truncatingIfNeeded: weights[Int(buckets[index])]) }
            return sum
        }
    }

    /// The embedded form.
    package var bytes: [UInt8] {
        var bytes = Self.magic
        for lanes in [scales, biases] {
            for lane in 0..<4 { withUnsafeBytes(of: lanes[lane].bitPattern.littleEndian) { bytes += $0 } }
        }
        for weight in weights { for lane in 0..<4 { bytes.append(UInt8(bitPattern: weight[lane])) } }
        return bytes
    }
}
