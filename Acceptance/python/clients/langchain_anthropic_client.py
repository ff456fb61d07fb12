"""`langchain-anthropic`."""

import anthropic
from langchain_anthropic import ChatAnthropic

from .langchain_client import ChatModel


class Client(ChatModel):
    library, refused, faulty = anthropic, "refusal", "claude-faulty"

    def model(self, **options):
        return ChatAnthropic(**{"model": "claude-sonnet-5", "base_url": self.setting.gateway, "max_tokens": 100,
                                "api_key": self.setting.key, "max_retries": 0, **options})
