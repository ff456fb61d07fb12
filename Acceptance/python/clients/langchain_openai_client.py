"""`langchain-openai`."""

import openai
from langchain_core.messages import HumanMessage
from langchain_openai import ChatOpenAI, OpenAIEmbeddings

from .langchain_client import ChatModel


class Client(ChatModel):
    library, refused, faulty = openai, "content_filter", "gpt-faulty"

    def model(self, **options):
        return ChatOpenAI(**{"model": "gpt-4o", "base_url": f"{self.setting.gateway}/v1", "api_key": self.setting.key,
                             "max_retries": 0, "stream_usage": True, **options})

    def plain(self):
        super().plain()
        responses = self.model(use_responses_api=True)
        assert self.text(responses.invoke("Good morning")) == "You wrote: Good morning"
        vectors = OpenAIEmbeddings(model="text-1", base_url=f"{self.setting.gateway}/v1", api_key=self.setting.key,
                                   check_embedding_ctx_length=False).embed_documents(["one", "two"])
        assert vectors == [[0.5, -0.25, 1.0]] * 2, vectors

    def streamed(self):
        super().streamed()
        assert self.text(self.joined("Good morning", self.model(use_responses_api=True))) == "You wrote: Good morning"

    def several_choices(self):
        said = [one.text for one in self.model(n=2).generate([[HumanMessage("hello")]]).generations[0]]
        assert said == ["Choice 0. You wrote: hello", "Choice 1. You wrote: hello"], said
