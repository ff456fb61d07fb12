import GovernorCore

/// Why a command could not run, where no part below has an error of its own.
enum CommandError: GovernorError, Equatable {
    /// A file or folder that does not exist.
    case missing(path: String, what: String)
    /// A file, folder or stream that cannot be read.
    case unreadable(path: String, reason: String)
    /// A file or stream that cannot be written.
    case unwritable(path: String, reason: String)
    /// Standard input that cannot be copied to be read again.
    case copyFailed(folder: String, reason: String)
    /// A file larger than a command takes.
    case tooLarge(path: String, limit: Int)
    /// A file whose content is not what the command needs; `problem` says where and why.
    case invalid(path: String, problem: String, hint: String?)
    /// A link where a file is to be written.
    case link(path: String)
    /// A setting of a variable or option; `origin` names it.
    case invalidSetting(origin: String, problem: String, hint: String?)
    /// There is nothing to answer a question by.
    case insufficientData(String, hint: String?)
    /// The text of a key where the path of its file is asked for.
    case keyText
    /// A private key where a public one is asked for; `place` says where, and never holds the key.
    case privateKey(place: String)

    var code: String {
        switch self {
        case .missing: "command.missing"
        case .unreadable: "command.unreadable"
        case .unwritable: "command.unwritable"
        case .copyFailed: "command.copy-failed"
        case .tooLarge: "command.too-large"
        case .invalid: "command.invalid"
        case .link: "command.link"
        case .invalidSetting: "command.invalid-setting"
        case .insufficientData: "command.insufficient-data"
        case .keyText: "command.key-text"
        case .privateKey: "command.private-key"
        }
    }

    var message: String {
        switch self {
        case .missing(let path, let what): "\(what) '\(path)' does not exist"
        case .unreadable(let path, let reason): "cannot read '\(path)': \(reason)"
        case .unwritable(let path, let reason): "cannot write '\(path)': \(reason)"
        case .copyFailed(let folder, let reason):
            "standard input is read twice, and cannot be copied to '\(folder)': \(reason)"
        case .tooLarge(let path, let limit): "'\(path)' is larger than \(limit) bytes"
        case .invalid(let path, let problem, _): "'\(path)': \(problem)"
        case .link(let path): "'\(path)' is a link, and links are not written through"
        case .invalidSetting(let origin, let problem, _): "\(origin): \(problem)"
        case .insufficientData(let reason, _): "insufficient data: \(reason)"
        case .keyText: "--key was given the text of a private signing key"
        case .privateKey(let place): "\(place) is a private signing key"
        }
    }

    var hint: String? {
        switch self {
        case .missing(let path, _):
            path.utf8.first == UInt8(ascii: "/") ? nil : "the path is relative to the folder the command runs in"
        case .copyFailed: "name a file, or set TMPDIR to a folder with enough room"
        case .unreadable, .unwritable, .tooLarge: nil
        case .invalid(_, _, let hint), .invalidSetting(_, _, let hint), .insufficientData(_, let hint): hint
        case .link: "name the file itself, or remove the link"
        case .keyText: "give the path of its file; if others could see the text, make a new key"
        case .privateKey: "give the public key, keys/ledger.vkey; if others could see the private one, make a new key"
        }
    }
}
