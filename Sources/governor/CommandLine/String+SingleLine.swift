extension String {
    /// The text without control characters, so that what comes from a file cannot forge lines or colours of a report.
    var singleLine: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }
}
