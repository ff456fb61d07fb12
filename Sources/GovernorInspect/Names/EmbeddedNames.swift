import GovernorModels

extension NameModel {
    /// The weights that are compiled in; read once, 1.5 MiB.
    package static let embedded: NameModel = {
        guard let model = NameModel(bytes: UnsafeRawBufferPointer(start: name_weights(), count: name_weights_size()))
        else { preconditionFailure("names.weights was written by another version: run `governor-train names` again") }
        return model
    }()
}
