import GovernorGateway
import GovernorSQLite

/// The counters of budgets are a file in the data folder, whose lock the ledger holds.
extension DurableFile: CounterStore {
    package var name: String { path }
}
