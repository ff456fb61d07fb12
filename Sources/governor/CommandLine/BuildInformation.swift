/// What this build is.
enum BuildInformation {
    /// The version in the form of semver.org.
    static let version = "0.1.0"
}
