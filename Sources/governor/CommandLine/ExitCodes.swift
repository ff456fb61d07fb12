import ArgumentParser

/// The exit codes beside `.success` (0) and `.validationFailure` (64).
extension ExitCode {
    /// The check ran and the answer is no: denied, over a threshold, tampered.
    static let answerIsNo = ExitCode(1)

    /// The command could not do its work: unreadable data, an invalid policy or configuration, an unreachable service.
    static let couldNotRun = ExitCode(2)

    /// What was verified is included, and a payload of it has been erased.
    static let payloadErased = ExitCode(3)

    /// What was verified is signed by a key that nobody said to trust.
    static let unknownKey = ExitCode(4)
}

/// What the exit codes of a command say. Every command's help shows its own, and `docs/exit-codes.md` all of them.
struct ExitCodes: CustomStringConvertible {
    /// Such as `Exit codes: 0 valid, 1 tampered, 2 it could not run, 64 wrong usage.`
    let description: String

    private init(
        _ success: String, no: String? = nil, failed: String = "it could not run", others: [(ExitCode, String)] = []
    ) {
        let meanings =
            [(ExitCode.success, success)] + (no.map { [(.answerIsNo, $0)] } ?? []) + [(.couldNotRun, failed)] + others
            + [(.validationFailure, "wrong usage")]
        description = "Exit codes: \(meanings.map { "\($0.rawValue) \($1)" }.joined(separator: ", "))."
    }

    static let root = ExitCodes(
        "the answer is yes", no: "the answer is no",
        others: [(.payloadErased, "'verify' found an erased payload"), (.unknownKey, "'verify' does not know the key")])

    static let gate = ExitCodes(
        "all enforced thresholds are met", no: "one is not met or its metric is missing",
        failed: "the gate could not run")
    static let policyCheck = ExitCodes("all files are valid", failed: "at least one is not, or cannot be read")
    static let policyTest = ExitCodes("all cases passed", no: "at least one failed", failed: "a file is invalid")
    static let policyExplain = ExitCodes("the text would go on", no: "it would not", failed: "the policy is invalid")
    static let policyBacktest = ExitCodes(
        "compared (with --fail-on: nothing flips that way)", no: "something does and --fail-on",
        failed: "a file is invalid, --fail-on finds nothing to compare, or it could not run")
    static let policySchema = ExitCodes("printed", failed: "it could not be written")

    static let auditFairness = ExitCodes("measured")
    static let auditMitigate = ExitCodes("compared")
    static let auditImport = ExitCodes("written", failed: "the file is no such result, or it could not run")
    static let auditVerify = ExitCodes("the same result", no: "other data or another result")
    static let auditQuality = ExitCodes("measured")
    static let auditSlices = ExitCodes("looked for")
    static let auditSQL = ExitCodes("printed", failed: "a name is none, or it could not be written")
    static let auditDrift = ExitCodes("compared, or the snapshot is written")

    static let inspectText = ExitCodes(
        "inspected (with --fail: nothing found)", no: "something found and --fail")
    static let inspectEval = ExitCodes("measured")
    static let redteam = ExitCodes("measured", failed: "it could not run, or prompts are left without an answer")
    static let corpusBuild = ExitCodes("written")
    static let corpusShow = ExitCodes("listed")

    static let verify = ExitCodes(
        "valid", no: "tampered",
        others: [(.payloadErased, "included but a payload has been erased"), (.unknownKey, "signed by an unknown key")])
    static let keygen = ExitCodes("created", failed: "keys exist already, or could not be written")
    static let append = ExitCodes("durable", failed: "not recorded, or its receipt could not be written")
    static let print = ExitCodes("printed", failed: "there is no such fact or ledger, or it could not run")
    static let fsck = ExitCodes("sound", no: "something is wrong")
    static let erase = ExitCodes(
        "erased and recorded", failed: "nothing to erase, a server has the ledger open, or it could not run")
    static let reanchor = ExitCodes("anchored and recorded", failed: "refused, or it could not run")

    static let serve = ExitCodes("ended by a signal", failed: "it could not start or run")
    static let keys = ExitCodes("done")
    static let review = ExitCodes("done", failed: "refused, or the evidence service did not answer")
    static let killSwitch = ExitCodes("done", failed: "refused, or the evidence service did not answer")
    static let killSwitchStart = ExitCodes(
        "running", no: "nothing is stopped by that name", failed: "refused, or the evidence service did not answer")
    static let revoke = ExitCodes("removed", no: "there is no such key")
}
