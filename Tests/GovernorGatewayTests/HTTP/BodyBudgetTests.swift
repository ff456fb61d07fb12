import Testing

@testable import GovernorGateway

struct BodyBudgetTests {
    @Test func `what a request held is there again once it is given back, and not twice`() {
        let budget = BodyBudget(limit: 100)
        do {
            let share = budget.share()
            #expect(share.take(80))
            #expect(!budget.share().take(30))
            share.giveBack()
            share.giveBack()
            #expect(!budget.share().take(101))
            #expect(budget.share().take(100))
        }
        #expect(!budget.share().take(101))
        let next = budget.share()
        #expect(next.take(100))
        #expect(!budget.share().take(1))
    }
}
