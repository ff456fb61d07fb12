/// A model whose one input is a text and one of whose outputs holds probabilities.
///
/// A tokenizer is not ours to guess: a model takes strings, as pipelines converted by skl2onnx do, or it cannot be used.
final class ONNXModel: Sendable {
    typealias Handle = ONNXRuntime.Handle

    private let runtime: ONNXRuntime
    private nonisolated(unsafe) let environment: Handle
    private nonisolated(unsafe) let session: Handle
    private nonisolated(unsafe) let allocator: Handle
    private let input: String
    private let output: String
    /// How many dimensions the input has: a list of texts, or a table with one column.
    private let rank: Int

    /// Of the data types of tensors.
    private enum ElementType {
        static let float: Int32 = 1
        static let string: Int32 = 8
    }

    private static let fatalOnly: Int32 = 4

    /// Reads a model.
    ///
    /// - Parameters:
    ///   - bytes: The model's file, with all of its weights.
    ///   - output: The name of the output; nil takes the first that holds floats.
    /// - Throws: ``ONNXRuntime/Failure`` for what is no such model.
    init(_ bytes: [UInt8], output: String?, runtime: ONNXRuntime) throws(ONNXRuntime.Failure) {
        self.runtime = runtime
        // Its log could hold a text.
        environment = try runtime.created { out in
            runtime.function(
                .createEnvironment,
                as: (@convention(c) (Int32, UnsafePointer<CChar>, UnsafeMutablePointer<Handle?>) -> Handle?).self)(
                    Self.fatalOnly, "governor", out)
        }
        do throws(ONNXRuntime.Failure) {
            session = try Self.session(bytes, environment, runtime)
        } catch {
            runtime.release(environment, by: .releaseEnvironment)
            throw error
        }
        do throws(ONNXRuntime.Failure) {
            allocator = try runtime.created { out in
                runtime.function(
                    .defaultAllocator, as: (@convention(c) (UnsafeMutablePointer<Handle?>) -> Handle?).self)(out)
            }
            let description = ONNXDescription(runtime: runtime, session: session, allocator: allocator)
            let inputs = try description.tensors(.inputCount, .inputName, .inputType)
            guard inputs.count == 1, inputs[0].type == ElementType.string, (1...2).contains(inputs[0].rank) else {
                throw ONNXRuntime.Failure(message: "it does not take one text, as a tensor of strings")
            }
            let outputs = try description.tensors(.outputCount, .outputName, .outputType)
            let floats = outputs.filter { $0.type == ElementType.float }
            guard let chosen = output.map({ name in floats.first { $0.name == name } }) ?? floats.first else {
                throw ONNXRuntime.Failure(message: "it has no output of floats" + (output.map { " named \($0)" } ?? ""))
            }
            (input, rank, self.output) = (inputs[0].name, inputs[0].rank, chosen.name)
        } catch {
            runtime.release(session, by: .releaseSession)
            runtime.release(environment, by: .releaseEnvironment)
            throw error
        }
    }

    deinit {
        runtime.release(session, by: .releaseSession)
        runtime.release(environment, by: .releaseEnvironment)
    }

    /// The numbers of the output for a text.
    ///
    /// - Parameter run: What ends this run early.
    func values(for text: String, _ run: ONNXRun) throws(ONNXRuntime.Failure) -> [Float] {
        let question = try tensor(of: text)
        defer { runtime.release(question, by: .releaseValue) }
        let answer = try runtime.created { out in
            input.withCString { input in
                output.withCString { output in
                    withUnsafePointer(to: Optional(input)) { inputs in
                        withUnsafePointer(to: Optional(output)) { outputs in
                            withUnsafePointer(to: Optional(question)) { questions in
                                runtime.function(.run, as: RunFunction.self)(
                                    session, run.options, inputs, questions, 1, outputs, 1, out)
                            }
                        }
                    }
                }
            }
        }
        defer { runtime.release(answer, by: .releaseValue) }
        return try floats(of: answer)
    }

    private typealias Names = UnsafePointer<UnsafePointer<CChar>?>
    private typealias RunFunction =
        @convention(c) (
            Handle, Handle, Names, UnsafePointer<Handle?>, Int, Names, Int, UnsafeMutablePointer<Handle?>
        ) -> Handle?

    private static func session(
        _ bytes: [UInt8], _ environment: Handle, _ runtime: ONNXRuntime
    ) throws(ONNXRuntime.Failure) -> Handle {
        let options = try runtime.created { out in
            runtime.function(
                .createSessionOptions, as: (@convention(c) (UnsafeMutablePointer<Handle?>) -> Handle?).self)(out)
        }
        defer { runtime.release(options, by: .releaseSessionOptions) }
        // The other cores are the gateway's.
        try runtime.check(
            runtime.function(.setIntraOpThreads, as: (@convention(c) (Handle, Int32) -> Handle?).self)(options, 1))
        typealias Create =
            @convention(c) (Handle, UnsafeRawPointer?, Int, Handle, UnsafeMutablePointer<Handle?>) -> Handle?
        return try runtime.created { out in
            bytes.withUnsafeBytes {
                runtime.function(.createSessionFromArray, as: Create.self)(
                    environment, $0.baseAddress, $0.count, options, out)
            }
        }
    }

    /// A tensor of the one text.
    private func tensor(of text: String) throws(ONNXRuntime.Failure) -> Handle {
        typealias Create =
            @convention(c) (Handle, UnsafePointer<Int64>, Int, Int32, UnsafeMutablePointer<Handle?>) -> Handle?
        let shape: [Int64] = [1, 1]
        let tensor = try runtime.created { out in
            runtime.function(.createTensor, as: Create.self)(allocator, shape, rank, ElementType.string, out)
        }
        // Strings end with a zero byte there: what follows one in a text must be seen, too.
        let status = text.replacing("\0", with: " ").withCString { text in
            withUnsafePointer(to: Optional(text)) {
                runtime.function(.fillStrings, as: (@convention(c) (Handle, Names, Int) -> Handle?).self)(tensor, $0, 1)
            }
        }
        do throws(ONNXRuntime.Failure) { try runtime.check(status) } catch {
            runtime.release(tensor, by: .releaseValue)
            throw error
        }
        return tensor
    }

    private func floats(of tensor: Handle) throws(ONNXRuntime.Failure) -> [Float] {
        typealias Get = @convention(c) (Handle, UnsafeMutablePointer<Handle?>) -> Handle?
        let info = try runtime.created { runtime.function(.tensorInfoOfValue, as: Get.self)(tensor, $0) }
        defer { runtime.release(info, by: .releaseTensorInfo) }
        let count = try runtime.made(0) { out in
            runtime.function(
                .elementCount, as: (@convention(c) (Handle, UnsafeMutablePointer<Int>) -> Handle?).self)(info, out)
        }
        let data = try runtime.created { runtime.function(.tensorData, as: Get.self)(tensor, $0) }
        return Array(UnsafeBufferPointer(start: data.assumingMemoryBound(to: Float.self), count: count))
    }
}

/// What a model says of its inputs and outputs.
struct ONNXDescription {
    typealias Handle = ONNXRuntime.Handle

    struct Tensor {
        let name: String
        /// Of its elements; nil for what is no tensor.
        let type: Int32?
        let rank: Int
    }

    let runtime: ONNXRuntime
    let session: Handle
    let allocator: Handle

    /// The inputs or outputs, by the three functions that are about them.
    func tensors(
        _ count: ONNXRuntime.Entry, _ name: ONNXRuntime.Entry, _ type: ONNXRuntime.Entry
    ) throws(ONNXRuntime.Failure) -> [Tensor] {
        let count = try runtime.made(0) { out in
            runtime.function(
                count, as: (@convention(c) (Handle, UnsafeMutablePointer<Int>) -> Handle?).self)(session, out)
        }
        var tensors: [Tensor] = []
        for index in 0..<count {
            let (type, rank) = try elements(index, type)
            tensors.append(Tensor(name: try text(index, name), type: type, rank: rank))
        }
        return tensors
    }

    private func text(_ index: Int, _ entry: ONNXRuntime.Entry) throws(ONNXRuntime.Failure) -> String {
        typealias Get = @convention(c) (Handle, Int, Handle, UnsafeMutablePointer<Handle?>) -> Handle?
        let text = try runtime.created { runtime.function(entry, as: Get.self)(session, index, allocator, $0) }
        let copy = String(cString: text.assumingMemoryBound(to: CChar.self))
        try runtime.check(
            runtime.function(.freeByAllocator, as: (@convention(c) (Handle, Handle) -> Handle?).self)(allocator, text))
        return copy
    }

    private func elements(
        _ index: Int, _ entry: ONNXRuntime.Entry
    ) throws(ONNXRuntime.Failure) -> (type: Int32?, rank: Int) {
        typealias Get = @convention(c) (Handle, Int, UnsafeMutablePointer<Handle?>) -> Handle?
        let info = try runtime.created { runtime.function(entry, as: Get.self)(session, index, $0) }
        defer { runtime.release(info, by: .releaseTypeInfo) }
        // Nothing for what is no tensor; it belongs to the type.
        let tensor = try runtime.made(Handle?.none) { out in
            runtime.function(
                .tensorInfoOfType, as: (@convention(c) (Handle, UnsafeMutablePointer<Handle?>) -> Handle?).self)(
                    info, out)
        }
        guard let tensor else { return (nil, 0) }
        let type = try runtime.made(Int32(0)) { out in
            runtime.function(
                .elementType, as: (@convention(c) (Handle, UnsafeMutablePointer<Int32>) -> Handle?).self)(tensor, out)
        }
        let rank = try runtime.made(0) { out in
            runtime.function(
                .dimensionCount, as: (@convention(c) (Handle, UnsafeMutablePointer<Int>) -> Handle?).self)(tensor, out)
        }
        return (type, rank)
    }
}
