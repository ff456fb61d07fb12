import ArgumentParser

/// The exit codes that all commands share; 0 is `.success`, 64 is `.validationFailure`.
extension ExitCode {
    /// The check ran and the answer is no: denied, over a threshold, tampered.
    static let answerIsNo = ExitCode(1)

    /// The command could not do its work: unreadable data, an invalid policy or configuration, an unreachable service.
    static let couldNotRun = ExitCode(2)
}
