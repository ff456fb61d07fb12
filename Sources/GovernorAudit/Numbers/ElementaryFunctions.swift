#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The functions of the C library that this target uses, in one place and under the names of Swift Numerics.
extension Double {
    static func log(_ x: Double) -> Double { _log(x) }
    static func exp(_ x: Double) -> Double { _exp(x) }
    static func pow(_ x: Double, _ y: Double) -> Double { _pow(x, y) }
    /// ln(1 + x) without loss for small `x`.
    static func log(onePlus x: Double) -> Double { log1p(x) }
    /// eˣ − 1 without loss for small `x`.
    static func expMinusOne(_ x: Double) -> Double { expm1(x) }
    static func cosine(_ x: Double) -> Double { cos(x) }
    static func arcCosine(_ x: Double) -> Double { acos(x) }
    /// 1 − erf(x) without loss in the upper tail.
    static func complementaryErrorFunction(_ x: Double) -> Double { erfc(x) }
}

// Within the extension above, the bare names are the methods themselves.
private func _log(_ x: Double) -> Double { log(x) }
private func _exp(_ x: Double) -> Double { exp(x) }
private func _pow(_ x: Double, _ y: Double) -> Double { pow(x, y) }
