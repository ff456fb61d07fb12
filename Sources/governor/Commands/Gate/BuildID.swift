import GovernorCore

/// The name of the build that a gate run is about.
enum BuildID {
    /// The user's name for it, else the CI system's, else a new UUID.
    ///
    /// GitHub, GitLab and Azure give `<commit>/<run>`: the commit says what was judged, the run tells repeated runs of one
    /// commit apart.
    static func choose(
        _ given: String?, environment: Environment, at time: Timestamp, using random: inout some RandomNumberGenerator
    ) -> String {
        if let given, !given.isEmpty { return given }
        for system in systems {
            let parts = system.compactMap { environment[$0] }
            if !parts.isEmpty { return parts.joined(separator: "/") }
        }
        return UUIDv7(at: time, using: &random).description
    }

    /// The variables of each CI system: the commit, then the run.
    private static let systems = [
        ["GITHUB_SHA", "GITHUB_RUN_ID"],
        ["CI_COMMIT_SHA", "CI_PIPELINE_ID"],
        ["BUILD_SOURCEVERSION", "BUILD_BUILDID"],
        ["GIT_COMMIT", "BUILD_TAG"],
    ]
}
