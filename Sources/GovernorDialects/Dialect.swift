/// A form of request and answer that clients and servers of language models speak.
public enum Dialect: String, Sendable, Hashable, CaseIterable {
    /// `POST /v1/chat/completions` of OpenAI's API, which vLLM, Ollama and many others serve too.
    case chat = "chat_completions"
    /// `POST /proxy/completion` and `/proxy/completion/stream` of the reference system.
    case reference = "proxy_completion"
}
