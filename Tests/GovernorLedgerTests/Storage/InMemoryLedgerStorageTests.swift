import GovernorTesting
import Testing

@Suite struct InMemoryLedgerStorageTests {
    @Test(arguments: LedgerStorageCase.all)
    func `conforms`(storageCase: LedgerStorageCase) async throws {
        try await storageCase.check(InMemoryLedgerStorage())
    }
}
