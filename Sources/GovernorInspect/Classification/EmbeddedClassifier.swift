import GovernorModels

extension ClassifierModel {
    /// The weights that are compiled in; read once, 2 MiB.
    package static let embedded: ClassifierModel = {
        let bytes = UnsafeRawBufferPointer(start: classifier_weights(), count: classifier_weights_size())
        guard let model = ClassifierModel(bytes: bytes) else {
            preconditionFailure(
                "classifier.weights was written by another version: run `governor-train classifiers` again")
        }
        return model
    }()
}
