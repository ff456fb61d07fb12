import Testing

@testable import governor

/// Scales of drawings: round values that hold everything, with labels that differ and have room.
struct ChartScaleTests {
    @Test(arguments: [
        [0.003, 0.426], [-0.2, 0.1], [0, 0], [7, 7], [0, .leastNonzeroMagnitude], [0, .leastNormalMagnitude],
        [7.25e7, 1.06e8], [-3.1e11, 2.2e12],
        [1e60, 3e60], [2e-7, 9e-7],
        [0.88, 0.905],
        [-1e70, 1e70], [12, 31_000],
    ])
    func `a scale of numbers holds them, from one round value to another`(values: [Double]) throws {
        let scale = ChartScale(numbersCovering: values, start: 0, end: 700, most: 8)
        #expect(values.allSatisfy(scale.contains))
        #expect((2...8).contains(scale.ticks.count))
        #expect(scale.ticks == scale.ticks.sorted())
        let labels = scale.ticks.map { ChartUnit.number.label($0, on: scale) }
        #expect(Set(labels).count == labels.count, "\(labels)")
        #expect(labels.allSatisfy { ChartText.width($0) < 70 }, "\(labels)")
        for (value, place) in zip(values, values.map(scale.position)) {
            #expect((0...700).contains(place), "\(value)")
        }
    }

    @Test func `labels are in the unit of the scale`() {
        let label = { (unit: ChartUnit, values: [Double]) -> [String] in
            let scale = unit.scale(covering: values, from: nil, start: 0, end: 300, most: 5)
            return scale.ticks.map { unit.label($0, on: scale) }
        }
        #expect(label(.share, [0.02, 0.31]) == ["0", "10", "20", "30", "40"])
        #expect(label(.points, [-0.17, 0.06]) == ["−20", "−10", "0", "10"])
        #expect(label(.number, [7.2e7, 1.1e8]) == ["70 M", "80 M", "90 M", "100 M", "110 M"])
        #expect(label(.number, [0.1, 0.42]) == ["0.1", "0.2", "0.3", "0.4", "0.5"])
    }
}
