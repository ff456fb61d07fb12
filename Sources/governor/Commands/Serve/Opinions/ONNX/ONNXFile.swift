import GovernorCore
import GovernorLedger

/// A model's file, and the library that runs it.
struct ONNXFile {
    /// What records call it: its file's name and the beginning of its digest.
    let name: String
    let model: ONNXModel
    let runtime: ONNXRuntime

    /// Larger than any model that answers within a second.
    private static let limit = 2 << 30

    /// Loads a model.
    ///
    /// - Parameters:
    ///   - path: The model's file.
    ///   - library: The library's file; nil looks for it where the system's are.
    ///   - output: The name of the model's output; nil takes the first that holds floats.
    /// - Throws: ``CommandError``
    init(_ path: String, library: String?, output: String?) throws(CommandError) {
        let bytes = try InputFile(path, "model").bytes(limit: Self.limit)
        do throws(ONNXRuntime.Failure) {
            runtime = try ONNXRuntime(path: library)
        } catch {
            throw .invalid(
                path: library ?? "libonnxruntime", problem: error.message,
                hint: "install ONNX Runtime, and name its library under 'library:' if the system does not find it")
        }
        do throws(ONNXRuntime.Failure) {
            model = try ONNXModel(bytes, output: output, runtime: runtime)
        } catch {
            throw .invalid(
                path: path, problem: error.message.singleLine,
                hint: "a model takes one text as strings and gives floats, as skl2onnx makes it with zipmap off")
        }
        let file = path.split(separator: "/").last.map(String.init) ?? path
        name = "onnx/\(file)@sha256:\(Digest.sha256(bytes).hex.prefix(16))"
    }
}
