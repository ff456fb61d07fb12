import GovernorCore

/// A model behind the Open Inference Protocol, KServe's second: `POST /v2/models/NAME/infer`.
///
/// The text is the one element of an input of type `BYTES`. Of an output of type `FP32` or `FP64` one element is the
/// probability.
struct InferenceForm: ClassifierForm {
    /// The model's name at the server.
    let model: String
    /// The name of the input.
    let input: String
    /// The name of the output; nil is the first.
    let output: String?
    /// Which element of the output counts, from 0; nil is the last.
    let index: Int?

    var path: String { "/v2/models/\(model)/infer" }

    func question(about text: String) -> JSONValue {
        var body: JSONObject = [
            "inputs": [["name": .string(input), "shape": [1], "datatype": "BYTES", "data": [.string(text)]]]
        ]
        if let output { body["outputs"] = [["name": .string(output)]] }
        return .object(body)
    }

    func probability(in answer: JSONValue) -> Double? {
        let outputs = answer["outputs"]?.array ?? []
        guard let tensor = output.map({ name in outputs.first { $0["name"]?.string == name } }) ?? outputs.first,
            ["FP32", "FP64"].contains(tensor["datatype"]?.string), let data = tensor["data"]?.array
        else { return nil }
        let values = Self.flat(data)
        guard let index = index ?? values.indices.last, values.indices.contains(index) else { return nil }
        return values[index].probability
    }

    /// The elements in their order; some servers nest them by their shape.
    private static func flat(_ data: [JSONValue]) -> [JSONValue] {
        data.flatMap { $0.array.map(flat) ?? [$0] }
    }
}
