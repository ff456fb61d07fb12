import ArgumentParser
import GovernorAudit

/// What labels and predictions are.
enum AuditTask: String, ExpressibleByArgument, CaseIterable {
    /// Outcomes, favourable or not.
    case classification
    /// Numbers.
    case regression

    /// Finds out whether the columns are those of the task.
    ///
    /// - Throws: `ValidationError`.
    func check(_ columns: ColumnMapping) throws {
        guard
            self == .classification
                || (columns.label != nil && columns.prediction != nil && columns.score == nil
                    && columns.negative != nil)
        else {
            throw ValidationError(
                "--task regression takes --label and --prediction, and neither --score nor --positive.")
        }
    }
}
