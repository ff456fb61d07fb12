import GovernorCore
import Testing

@testable import GovernorGateway

@Suite struct RequestOwnerTests {
    private static let digest: DigestFunction = weakDigest

    private func targets(_ weights: [Int]) -> [ModelTarget] {
        weights.enumerated().map { place, weight in
            ModelTarget(name: String(place), upstream: DemoUpstream(), paths: [:], weight: weight)
        }
    }

    private func first(_ owner: RequestOwner, _ weights: [Int], route: String = "m") -> String? {
        owner.ordered(targets(weights), of: route, digest: Self.digest).first?.name
    }

    @Test func `S4.48: a canary of 5 % gets 5 % of the people`() {
        let people = 20_000
        let hits = (0..<people).count { first(.user("person-\($0)"), [95, 5]) == "1" }
        // The standard deviation of a binomial share is 30.8 people here: four of them are missed once in 16,000 runs, and
        // this run is always the same.
        #expect(abs(hits - people / 20) < 4 * 31)
    }

    @Test func `S4.48: a person stays with a target, and with the canary while it grows`() {
        for number in 0..<2000 {
            let owner = RequestOwner.user("person-\(number)")
            #expect(first(owner, [95, 5]) == first(owner, [95, 5]))
            if first(owner, [95, 5]) == "1" { #expect(first(owner, [80, 20]) == "1") }
        }
    }

    @Test func `targets of weight zero get nothing while another one is there`() {
        #expect(!(0..<2000).contains { first(.user(String($0)), [1, 0]) == "1" })
        #expect(first(.user("a"), [0, 0]) == "0")
    }

    @Test func `every target is there once, the others in their order`() {
        for number in 0..<100 {
            let names = RequestOwner.user(String(number)).ordered(targets([1, 1, 1]), of: "m", digest: Self.digest)
                .map(\.name)
            #expect(names.sorted() == ["0", "1", "2"] && names.dropFirst().elementsEqual(names.dropFirst().sorted()))
        }
    }

    @Test func `models and kinds of owners are told apart`() {
        let people = (0..<2000).map { RequestOwner.user(String($0)) }
        #expect(people.contains { first($0, [1, 1], route: "a") != first($0, [1, 1], route: "b") })
        #expect((0..<2000).contains { first(.user(String($0)), [1, 1]) != first(.key(String($0)), [1, 1]) })
    }

    @Test func `the assignment is what it was: it is the same in every process and version`() {
        let places = ["ada", "grace", "alan", "edsger", "barbara"].map { first(.user($0), [50, 50]) ?? "" }
        #expect(places.joined() == "01110")
    }
}
