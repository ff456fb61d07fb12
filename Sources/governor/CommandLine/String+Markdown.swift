extension String {
    /// The text as plain words of Markdown: it becomes no markup, breaks no table, links to nothing and notifies nobody.
    ///
    /// Forges look for mentions, issue numbers and addresses in what escapes and entities stand for, too; a comment in between parts them.
    var markdownEscaped: String {
        var result = ""
        for character in singleLine.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "#": result += "\\#" + Self.parting
            case "|", "*", "_", "`", "[", "]", "\\", "!", "~": result += "\\\(character)"
            case "@": result += "&#64;" + Self.parting
            default: result.unicodeScalars.append(character)
            }
        }
        for (before, after) in [(":", "//"), ("www", "."), ("WWW", "."), ("GH", "-"), ("gh", "-")] {
            result = result.replacing(before + after, with: before + Self.parting + after)
        }
        return result
    }

    private static let parting = "<!-- -->"
}
