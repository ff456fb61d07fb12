import GovernorCore
import GovernorGateway
import GovernorServer

/// A classifier behind HTTP, asked once for each text.
struct RemoteOpinion: OpinionSource {
    private let form: any ClassifierForm
    private let client: ServiceClient

    /// An answer is a number, or a list of a few.
    private static let answerLimit = 64 << 10

    /// - Throws: `ServiceClientError` for an address or key that cannot be used.
    init(_ form: any ClassifierForm, url: String, apiKey: String?, timeout: Duration) throws(ServiceClientError) {
        self.form = form
        client = try ServiceClient(
            .classifier, url: url, path: form.path, apiKey: apiKey, timeout: timeout, answerLimit: Self.answerLimit)
    }

    func probability(of text: String) async throws(OpinionFailure) -> Double {
        let answer: ServiceClient.Answer
        do { answer = try await client.post(form.question(about: text), attempts: 1) } catch {
            switch error as? ServiceClientError {
            case .timedOut: throw .timedOut
            case .unexpectedAnswer: throw .unusable
            default: throw .unreachable
            }
        }
        guard answer.status == 200 else { throw .refused }
        guard let probability = answer.json.flatMap(form.probability) else { throw .unusable }
        return probability
    }
}
