import Dispatch
import GovernorGateway

/// A model of a file, asked in this process by ONNX Runtime.
///
/// Runs follow each other on one thread that nobody else needs. A run whose time is up is ended, also before it begins.
struct ONNXOpinion: OpinionSource {
    private let model: ONNXModel
    private let runtime: ONNXRuntime
    /// Which element of the output counts; nil is the last.
    private let index: Int?
    private let timeout: Duration
    private let queue = DispatchQueue(label: "governor.onnx")

    init(_ file: ONNXFile, index: Int?, timeout: Duration) {
        model = file.model
        runtime = file.runtime
        self.index = index
        self.timeout = timeout
    }

    func probability(of text: String) async throws(OpinionFailure) -> Double {
        guard let run = try? ONNXRun(runtime) else { throw .unusable }
        let result = await withTaskGroup(of: Result<Double, OpinionFailure>.self) { group in
            group.addTask { await answer(about: text, run) }
            group.addTask {
                // The end of this sleep is also the answer's arrival: a run that is over cannot be ended.
                try? await Task.sleep(for: timeout)
                run.terminate()
                return .failure(.timedOut)
            }
            defer { group.cancelAll() }
            return await group.next() ?? .failure(.timedOut)
        }
        return try result.get()
    }

    private func answer(about text: String, _ run: ONNXRun) async -> Result<Double, OpinionFailure> {
        let values = await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: try? model.values(for: text, run)) }
        }
        guard let values, let index = index ?? values.indices.last, values.indices.contains(index),
            (0...1).contains(values[index])
        else { return .failure(.unusable) }
        return .success(Double(values[index]))
    }
}

/// One run of a model, which another task may end.
final class ONNXRun: Sendable {
    private let runtime: ONNXRuntime
    nonisolated(unsafe) let options: ONNXRuntime.Handle

    init(_ runtime: ONNXRuntime) throws(ONNXRuntime.Failure) {
        self.runtime = runtime
        options = try runtime.created { out in
            runtime.function(
                .createRunOptions,
                as: (@convention(c) (UnsafeMutablePointer<ONNXRuntime.Handle?>) -> ONNXRuntime.Handle?).self)(out)
        }
    }

    deinit { runtime.release(options, by: .releaseRunOptions) }

    func terminate() {
        let status = runtime.function(
            .terminate, as: (@convention(c) (ONNXRuntime.Handle) -> ONNXRuntime.Handle?).self)(options)
        if let status { runtime.release(status, by: .releaseStatus) }
    }
}
