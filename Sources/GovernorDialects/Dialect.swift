/// A form of request and answer that clients and servers of language models speak.
public enum Dialect: String, Sendable, Hashable, CaseIterable {
    /// `POST /v1/chat/completions` of OpenAI's API, which vLLM, Ollama and many others serve too.
    case chat = "chat_completions"
    /// `POST /v1/completions`, the same API's older form without messages.
    case completions
    /// `POST /v1/embeddings`: texts become vectors, and the answer holds no text.
    case embeddings
    /// `POST /v1/responses`, OpenAI's API of items in and out.
    case responses
    /// `POST /v1/messages` of Anthropic's API.
    case messages
    /// `POST /v1/messages/count_tokens`: the same request, answered by a number.
    case countTokens = "count_tokens"
    /// `POST /proxy/completion` and `/proxy/completion/stream` of the reference system.
    case reference = "proxy_completion"
}
