import GovernorCore

/// ONNX Runtime's C interface, from a shared library that is loaded when it is there.
///
/// `OrtGetApiBase()` returns a table that begins with `GetApi(version)`, which returns a table of functions. Its order is
/// part of the interface and only ever grows at its end (`onnxruntime_c_api.h`), so the entries of version 1 do for every
/// library since. Functions that may fail return a status to be released, or nothing.
struct ONNXRuntime: Sendable {
    /// An object of the library.
    typealias Handle = UnsafeMutableRawPointer
    typealias Release = @convention(c) (Handle?) -> Void

    /// The places of the functions that are used.
    enum Entry: Int {
        case getErrorMessage = 2
        case createEnvironment = 3
        case createSessionFromArray = 8
        case run = 9
        case createSessionOptions = 10
        case setIntraOpThreads = 24
        case inputCount = 30
        case outputCount = 31
        case inputType = 33
        case outputType = 34
        case inputName = 36
        case outputName = 37
        case createRunOptions = 39
        case terminate = 46
        case createTensor = 48
        case tensorData = 51
        case fillStrings = 52
        case tensorInfoOfType = 55
        case elementType = 60
        case dimensionCount = 61
        case elementCount = 64
        case tensorInfoOfValue = 65
        case freeByAllocator = 76
        case defaultAllocator = 78
        case releaseEnvironment = 92
        case releaseStatus = 93
        case releaseSession = 95
        case releaseValue = 96
        case releaseRunOptions = 97
        case releaseTypeInfo = 98
        case releaseTensorInfo = 99
        case releaseSessionOptions = 100
    }

    /// Whatever the library says is wrong. It may quote a text: only a failure to load a model is shown.
    struct Failure: Error {
        let message: String
    }

    private nonisolated(unsafe) let table: UnsafeRawPointer

    /// The names under which systems know the library.
    private static let names = [
        "libonnxruntime.so.1", "libonnxruntime.so", "libonnxruntime.1.dylib", "libonnxruntime.dylib",
    ]

    /// Loads the library. It stays loaded.
    ///
    /// - Parameter path: Its file; nil looks for it where the system's libraries are.
    /// - Throws: ``Failure`` when there is none.
    init(path: String?) throws(Failure) {
        let names = path.map { [$0] } ?? Self.names
        guard let library = LoadedLibrary(names) else {
            throw Failure(message: "the library of ONNX Runtime cannot be loaded")
        }
        typealias GetBase = @convention(c) () -> UnsafePointer<(@convention(c) (UInt32) -> UnsafeRawPointer?)?>?
        guard let table = library.function("OrtGetApiBase", as: GetBase.self)?()?.pointee?(1)
        else { throw Failure(message: "the library is not that of ONNX Runtime") }
        self.table = table
    }

    /// A function of the table.
    func function<Function>(_ entry: Entry, as type: Function.Type = Function.self) -> Function {
        table.load(fromByteOffset: entry.rawValue * MemoryLayout<UnsafeRawPointer>.stride, as: type)
    }

    func release(_ handle: Handle?, by entry: Entry) { function(entry, as: Release.self)(handle) }

    /// Throws what a status says, and releases it.
    func check(_ status: Handle?) throws(Failure) {
        guard let status else { return }
        let message = function(
            .getErrorMessage, as: (@convention(c) (Handle) -> UnsafePointer<CChar>).self)(status)
        defer { release(status, by: .releaseStatus) }
        throw Failure(message: String(cString: message))
    }

    /// What a function writes to the place it is given.
    func made<Value>(
        _ initial: Value, _ call: (UnsafeMutablePointer<Value>) -> Handle?
    ) throws(Failure) -> Value {
        var value = initial
        let status = withUnsafeMutablePointer(to: &value) { call($0) }
        try check(status)
        return value
    }

    /// What a function creates.
    func created(_ call: (UnsafeMutablePointer<Handle?>) -> Handle?) throws(Failure) -> Handle {
        guard let handle = try made(Handle?.none, call) else { throw Failure(message: "nothing was created") }
        return handle
    }
}
