import ArgumentParser

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The files that an audit's report is written to, beside what it prints.
struct AuditFiles: ParsableArguments {
    @Option(help: ArgumentHelp("Where the report goes as one HTML page with drawings.", valueName: "file"))
    var html: String?

    @Option(help: ArgumentHelp("Where it goes as Markdown for a pull request.", valueName: "file"))
    var markdown: String?

    @Option(help: ArgumentHelp("Where what stands out goes as SARIF 2.1.0 for code scanning.", valueName: "file"))
    var sarif: String?

    @Option(help: ArgumentHelp("The folder that the drawings go to as SVG files.", valueName: "folder"))
    var charts: String?

    /// The paths of the files; those of drawings are not known before.
    var paths: [String?] { [html, markdown, sarif] }

    /// The files that were asked for, with what goes into them.
    ///
    /// - Throws: ``CommandError/unwritable(path:reason:)`` where there is no folder for drawings, and none can be made.
    func files(of document: some AuditDocument) throws -> [(file: OutputFile, bytes: [UInt8])] {
        var files: [(path: String, text: String)] = []
        if let html { files.append((html, document.html)) }
        if let markdown { files.append((markdown, document.markdown)) }
        if let sarif { files.append((sarif, AuditSARIF(document: document).text)) }
        if let charts {
            guard mkdir(charts, 0o755) == 0 || errno == EEXIST else {
                throw CommandError.unwritable(path: charts, reason: SystemFailure().text)
            }
            files += document.charts.map { ("\(charts)/\($0.id).svg", $0.file) }
        }
        return files.map { (OutputFile($0.path), Array($0.text.utf8)) }
    }
}
