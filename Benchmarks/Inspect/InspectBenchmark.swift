import Foundation
import GovernorCore
import GovernorInspect

/// How fast texts are inspected and how much memory that takes: `inspect-benchmark FOLDER` reads the texts of a folder and
/// prints what it measured as JSON, of all detectors or of those named. Times are processor time of one thread, which other
/// programs lengthen little.
@main
enum InspectBenchmark {
    static func main() throws {
        guard CommandLine.arguments.count >= 2 else {
            print("usage: inspect-benchmark FOLDER [DETECTOR...]      where .txt files are, such as \"all together\"")
            exit(64)
        }
        // Before anything is used that has to be made first.
        let before = ResidentMemory()
        let texts = try BenchmarkText.all(in: URL(filePath: CommandLine.arguments[1]))
        let corpus = try CorpusIndex(BenchmarkCorpus.bytes(wordsOf: texts))
        let beforeDetectors = ResidentMemory()
        let named = CommandLine.arguments.dropFirst(2)
        let detectors = Detector.all(corpus).filter { named.isEmpty || named.contains($0.name) }
        for detector in detectors { _ = detector.inspect(texts[0].prompts[0]) }
        let memory: JSONValue = [
            "before": before.json, "with_texts_and_corpus": beforeDetectors.json,
            "with_detectors": ResidentMemory().json,
        ]
        let report: JSONValue = [
            "memory": memory, "throughput": .array(Throughput.measure(detectors, on: texts)),
            "latency": .array(Latency.measure(detectors, on: texts)),
        ]
        print(report.prettyText)
    }
}

/// Processor time of this thread in seconds.
func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
