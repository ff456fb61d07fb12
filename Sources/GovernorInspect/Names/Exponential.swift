/// `e^x` in each lane, to about one part in a million, clamped to `±80`: the same bits on every platform.
func exponential(_ x: SIMD8<Float>) -> SIMD8<Float> {
    let clamped = x.clamped(lowerBound: SIMD8(repeating: -80), upperBound: SIMD8(repeating: 80))
    let powers = (clamped * 1.442_695_04).rounded(.toNearestOrEven)
    let rest = (clamped - powers * 0.693_359_375) + powers * 2.121_944_4e-4
    var sum = SIMD8<Float>(repeating: 1 / 720)
    for factor: Float in [1 / 120, 1 / 24, 1 / 6, 1 / 2, 1, 1] { sum = sum * rest + factor }
    // A whole number plus 1.5 · 2^23 has that number in its low bits.
    let whole = unsafeBitCast(powers + 12_582_912, to: SIMD8<Int32>.self) &- 0x4B40_0000
    let exponents = (whole &+ 127) &<< 23
    return sum * unsafeBitCast(exponents, to: SIMD8<Float>.self)
}

/// `ln x` of a positive number, to about one part in a million: the inverse series of the area tangent.
func logarithm(_ x: Float) -> Float {
    let exponent = Double(x.exponent)
    let mantissa = Double(x.significand)
    let ratio = (mantissa - 1) / (mantissa + 1)
    let square = ratio * ratio
    var sum = 0.0
    for order in stride(from: 15.0, through: 1, by: -2) { sum = sum * square + 1 / order }
    return Float(2 * ratio * sum + exponent * 0.693_147_180_559_945_3)
}
