import Crypto
import GovernorCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Writes pages that need nothing else: no script, no file, no font, no address.
enum HTML {
    /// A page.
    ///
    /// Its content security policy allows exactly its one style sheet, so that even content that was not escaped could
    /// neither run nor load anything.
    static func page(title: String, style: String, body: String) -> String {
        let hash = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-\(hash)'; \
            base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>\(text(title))</title>
            <style>\(style)</style>
            </head>
            <body>
            \(body)
            </body>
            </html>

            """
    }

    /// Text as content or attribute value.
    static func text(_ text: String) -> String { text.singleLine.xmlEscaped }

    /// A table; the first cell of each row is its heading. Cells are markup.
    static func table(caption: String, header: [String], rows: [[String]]) -> String {
        let head = header.map { "<th scope=\"col\">\($0)</th>" }.joined()
        let body = rows.map { row in
            "<tr><th scope=\"row\">\(row.first ?? "")</th>" + row.dropFirst().map { "<td>\($0)</td>" }.joined()
                + "</tr>\n"
        }.joined()
        return "<div class=\"scroll\"><table><caption>\(text(caption))</caption>\n<thead><tr>\(head)</tr></thead>\n"
            + "<tbody>\n\(body)</tbody></table></div>\n"
    }

    /// A drawing.
    static func figure(_ chart: Chart) -> String { "<figure>\(chart.embedded)</figure>\n" }
}
