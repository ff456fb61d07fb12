extension String {
    /// The text without what is not seen, so that what comes from a file cannot forge lines, colours or the order of words in a
    /// report: no control or format characters (those that turn the direction of writing, too) and no line separators.
    var singleLine: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.isInvisible ? " " : $0 }))
    }
}

extension Unicode.Scalar {
    /// Whether it is not seen itself: controls, formats such as turns of the direction of writing, and line separators.
    var isInvisible: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
