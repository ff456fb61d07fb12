/// Whether a number is that of a reference, up to a share of it.
func isNear(_ found: Double, _ expected: Double, _ tolerance: Double) -> Bool {
    abs(found - expected) <= tolerance * max(abs(expected), .leastNormalMagnitude)
}
