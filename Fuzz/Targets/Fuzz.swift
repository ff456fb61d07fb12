// The program that libFuzzer drives; FUZZ_TARGET names what the inputs are given to. It holds every target, so that the
// libraries are compiled once.

import Foundation

private enum Target: String, CaseIterable {
    case cel, regex, values, json, policy, ledger, inspect, names, corpus, groundedness, redaction, classifiers
    case dialects, tables, gzip, snapshots, imports

    /// Gives an input to what reads it. A crash, a failed precondition or a slow answer is a finding.
    func run(_ input: [UInt8]) {
        switch self {
        case .cel: fuzzExpression(input)
        case .regex: fuzzRegex(input)
        case .values: fuzzValues(input)
        case .json: fuzzJSON(input)
        case .policy: fuzzPolicy(input)
        case .ledger: fuzzLedger(input)
        case .inspect: fuzzInspectors(input)
        case .names: fuzzNames(input)
        case .corpus: fuzzCorpus(input)
        case .groundedness: fuzzGroundedness(input)
        case .redaction: fuzzRedaction(input)
        case .classifiers: fuzzClassifiers(input)
        case .dialects: fuzzDialects(input)
        case .tables: fuzzTables(input)
        case .gzip: fuzzGzip(input)
        case .snapshots: fuzzSnapshots(input)
        case .imports: fuzzImports(input)
        }
    }
}

private let target: Target = {
    let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
    guard let target = Target(rawValue: name) else {
        let known = Target.allCases.map(\.rawValue).joined(separator: " ")
        FileHandle.standardError.write(Data("error: FUZZ_TARGET is '\(name)'\nhint: one of \(known)\n".utf8))
        exit(64)
    }
    return target
}()

@main
private enum Program {
    static func main() {
        var (count, arguments) = (CommandLine.argc, CommandLine.unsafeArgv)
        exit(
            runDriver(&count, &arguments) { bytes, count in
                target.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
                return 0
            })
    }
}

/// libFuzzer's loop, in its documented interface for programs that bring their own `main`.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
