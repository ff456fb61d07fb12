#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How many descriptors the process may have open.
enum DescriptorLimit {
    /// Raises the limit as far as the system lets anybody raise it.
    ///
    /// The soft limit is 1,024 on most systems, for programs that use `select`; listeners do not.
    /// - Returns: The limit from now on.
    static func raise() -> Int {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return fallback }
        var raised = limit
        #if canImport(Glibc)
            raised.rlim_cur = limit.rlim_max
        #else
            // Larger values are refused there, although the hard limit has none.
            raised.rlim_cur = min(limit.rlim_max, rlim_t(OPEN_MAX))
        #endif
        if raised.rlim_cur > limit.rlim_cur, setrlimit(resource, &raised) == 0 { limit = raised }
        return Int(clamping: limit.rlim_cur)
    }

    /// What every system gives when it does not say.
    private static let fallback = 256

    #if canImport(Glibc)
        private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
        private static let resource = RLIMIT_NOFILE
    #endif
}
