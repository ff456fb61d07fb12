import GovernorCore

/// libzstd, the reference implementation of Zstandard, loaded when the first packed file is read.
///
/// - SeeAlso: `zstd.h`, "Streaming decompression".
struct ZstandardLibrary: Sendable {
    /// `ZSTD_inBuffer`.
    struct Input {
        var bytes: UnsafeRawPointer?
        var size = 0
        var position = 0
    }

    /// `ZSTD_outBuffer`.
    struct Output {
        var bytes: UnsafeMutableRawPointer?
        var size = 0
        var position = 0
    }

    let create: @convention(c) () -> OpaquePointer?
    let free: @convention(c) (OpaquePointer) -> Int
    /// 0 at the end of a frame, else an error or some number; reads and writes by the two buffers' positions.
    let decompress: @convention(c) (OpaquePointer, UnsafeMutableRawPointer, UnsafeMutableRawPointer) -> Int
    let isError: @convention(c) (Int) -> UInt32
    let errorName: @convention(c) (Int) -> UnsafePointer<CChar>?

    /// The library; nil where there is none.
    static let standard = LoadedLibrary(["libzstd.so.1", "libzstd.1.dylib", "libzstd.dylib"])
        .flatMap { ZstandardLibrary($0) }

    private init?(_ library: LoadedLibrary) {
        guard let create: @convention(c) () -> OpaquePointer? = library.function("ZSTD_createDStream"),
            let free: @convention(c) (OpaquePointer) -> Int = library.function("ZSTD_freeDStream"),
            let decompress: @convention(c) (OpaquePointer, UnsafeMutableRawPointer, UnsafeMutableRawPointer) -> Int =
                library.function("ZSTD_decompressStream"),
            let isError: @convention(c) (Int) -> UInt32 = library.function("ZSTD_isError"),
            let errorName: @convention(c) (Int) -> UnsafePointer<CChar>? = library.function("ZSTD_getErrorName")
        else { return nil }
        (self.create, self.free, self.decompress) = (create, free, decompress)
        (self.isError, self.errorName) = (isError, errorName)
    }
}
