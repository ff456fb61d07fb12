import Testing

@testable import governor

struct ConnectionShareTests {
    private static let others = ConnectionShare.reserved + 4 * ConnectionShare.perThread

    private static func share(_ gateway: Int, _ evidence: Int, spare: Int) throws -> [Int] {
        let share = try ConnectionShare(
            gateway: gateway, evidence: evidence, descriptors: others + spare, threads: 4)
        return [share.gateway, share.evidence]
    }

    @Test(arguments: [
        (4096, 1024, 5120, [4096, 1024]), (4096, 1024, 5119, [4096, 1023]), (4096, 1024, 500, [400, 100]),
        (4096, 1, 500, [499, 1]), (1, 4096, 500, [1, 492]), (4096, 1024, 16, [8, 8]), (1, 1, 2, [1, 1]),
    ])
    func `listeners get what they want, or their share of what there is`(
        gateway: Int, evidence: Int, spare: Int, expected: [Int]
    ) throws {
        #expect(try Self.share(gateway, evidence, spare: spare) == expected)
    }

    @Test func `too few descriptors for two listeners and a ledger are an error that says how many are needed`() {
        let error = #expect(throws: ServeError.self) { try Self.share(4096, 1024, spare: 15) }
        #expect(error == .tooFewDescriptors(limit: Self.others + 15, needed: Self.others + 16))
        #expect(error?.code == "serve.too-few-descriptors")
        #expect(error?.message.contains("\(Self.others + 16)") == true)
        #expect(error?.hint?.contains("ulimit -n") == true)
    }

    @Test func `raising the limit of descriptors again changes nothing`() {
        let limit = DescriptorLimit.raise()
        #expect(limit > 0 && DescriptorLimit.raise() == limit)
    }
}
