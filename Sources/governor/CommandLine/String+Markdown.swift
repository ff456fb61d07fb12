extension String {
    /// The text as plain words of Markdown: it becomes no markup, breaks no table and notifies nobody.
    var markdownEscaped: String {
        var result = ""
        for character in singleLine.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "|", "*", "_", "`", "[", "]", "#", "\\", "!", "~": result += "\\\(character)"
            // A mention or an issue number in a comment would notify people.
            case "@": result += "&#64;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
