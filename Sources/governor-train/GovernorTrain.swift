import Foundation

/// Trains the models of the inspectors. The same data, lists and sources give the same bytes and coefficients.
@main enum GovernorTrain {
    static let usage = """
        usage: governor-train names --data FOLDER --lists FOLDER [--weights FILE] [--report FILE]
               governor-train groundedness --data FOLDER
               governor-train classifiers --data FOLDER --harmless FOLDER --grammars FOLDER [--weights FILE] [--report FILE]
               governor-train secrets --data FOLDER --code FOLDER[:FOLDER…] --unseen FOLDER[:FOLDER…]

        names  trains the tagger of names on the labelled texts of FOLDER (pii/), measures it on folds, and writes weights
        and report.
        groundedness  fits the groundedness model to the labelled answers of FOLDER (groundedness/), and prints its
        coefficients and what it reaches on each source that was left out.
        classifiers  trains the classifiers of injections, harmful requests and toxic texts on the labelled texts of FOLDER,
        on ordinary texts (--harmless) and on made ones (Models/classifiers), measures them on families and sources that
        were left out, and writes weights and report.
        secrets  fits the model of unknown secrets to the labelled texts of FOLDER (secrets/) and to ordinary code, prints
        its Swift table, and reports on standard error what it reaches on what was left out.

        """

    static func main() {
        do {
            var arguments = Array(CommandLine.arguments.dropFirst())
            guard !arguments.isEmpty else { throw TrainingError.usage("no model is named") }
            switch arguments.removeFirst() {
            case "names": try NamesCommand(TrainingOptions(arguments)).run()
            case "groundedness": try GroundednessCommand(TrainingOptions(arguments)).run()
            case "classifiers": try ClassifiersCommand(TrainingOptions(arguments)).run()
            case "secrets": try SecretsCommand(TrainingOptions(arguments)).run()
            case let name: throw TrainingError.usage("unknown model '\(name)'")
            }
        } catch TrainingError.usage(let problem) {
            FileHandle.standardError.write(Data("error: \(problem)\n\(usage)".utf8))
            exit(64)
        } catch {
            FileHandle.standardError.write(Data("error: \(error)\n".utf8))
            exit(2)
        }
    }
}

enum TrainingError: Error, CustomStringConvertible {
    case usage(String)
    case unreadable(path: String, line: Int?, reason: String)

    var description: String {
        switch self {
        case .usage(let problem): problem
        case .unreadable(let path, let line, let reason): "\(path)\(line.map { ":\($0)" } ?? ""): \(reason)"
        }
    }
}

/// `--name value` pairs.
struct TrainingOptions {
    private var values: [String: String] = [:]

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard name.hasPrefix("--"), let value = rest.popFirst() else {
                throw TrainingError.usage("'\(name)' is no option with a value")
            }
            values[String(name.dropFirst(2))] = value
        }
    }

    func path(_ name: String) throws -> URL {
        guard let path = optionalPath(name) else { throw TrainingError.usage("--\(name) is missing") }
        return path
    }

    /// The parts of a value with colons between; none when it is missing.
    func list(_ name: String) -> [String] { (values[name] ?? "").split(separator: ":").map(String.init) }

    func optionalPath(_ name: String) -> URL? { values[name].map { URL(filePath: $0) } }
}
