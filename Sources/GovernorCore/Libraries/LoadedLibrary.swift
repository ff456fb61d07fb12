#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A shared library with a C interface, loaded when it is first needed, so that nobody has to install what they do not use.
public struct LoadedLibrary: Sendable {
    private nonisolated(unsafe) let handle: UnsafeMutableRawPointer

    /// Loads the first of these that is there. It stays loaded.
    ///
    /// - Parameter names: Names that the system's loader looks for, or paths.
    public init?(_ names: [String]) {
        guard let handle = names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first else { return nil }
        self.handle = handle
    }

    /// A function of the library; nil where it has none of this name.
    ///
    /// - Precondition: `Function` is the function's type with the convention of C, which nothing can check.
    public func function<Function>(_ name: String, as type: Function.Type = Function.self) -> Function? {
        dlsym(handle, name).map { unsafeBitCast($0, to: Function.self) }
    }
}
