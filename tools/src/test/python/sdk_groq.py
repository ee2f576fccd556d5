"""Groq's own SDK against the simulated chat completions, unchanged but for the base URL."""

import json

import groq
import httpx

from proof import HTTP, TOOLS, check

MODEL = "llama-3.3-70b-versatile"
client = groq.Groq(api_key="proof", base_url=HTTP, max_retries=0)


def ask(question, **options):
    return client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": question}], **options)


check("models", MODEL in [model.id for model in client.models.list().data])

whole = ask("What are your opening hours?")
check("whole answer", "nine in the morning" in whole.choices[0].message.content, whole)
check("usage", whole.usage.total_tokens > 10 and whole.usage.total_time > 0, whole.usage)

chunks = list(ask("Where can I park my car?", stream=True, extra_body={"stream_options": {"include_usage": True}}))
content = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
check("streamed answer", content.startswith("You can park behind the building"), content)
check("tokens came one by one", len(chunks) > 20, len(chunks))
check("x_groq id", chunks[0].x_groq.id.startswith("req_"), chunks[0])
check("finish reason", chunks[-2].choices[0].finish_reason == "stop", chunks[-2])
check("usage in the stream", chunks[-1].usage.completion_tokens > 20, chunks[-1])

calls = [
    call
    for chunk in ask("Please transfer me to a human.", stream=True, tools=TOOLS)
    for call in (chunk.choices[0].delta.tool_calls or [])
]
check("tool call", len(calls) == 1 and calls[0].function.name == "transfer_call", calls)
check("tool arguments", json.loads(calls[0].function.arguments) == {"destination": "operator"}, calls)

try:
    client.chat.completions.create(model="no-such-model", messages=[{"role": "user", "content": "x"}])
    check("unknown model", False)
except groq.NotFoundError as e:
    check("unknown model", e.body["error"]["code"] == "model_not_found", e.body)

try:
    groq.Groq(api_key="wrong", base_url=HTTP, max_retries=0).models.list()
    check("wrong key", False)
except groq.AuthenticationError as e:
    check("wrong key", e.body["error"]["code"] == "invalid_api_key", e.body)

httpx.post(f"{HTTP}/_sim/faults", json={"faults": ["groq:limit,retry-after=3,times=1"]}).raise_for_status()
try:
    ask("hello")
    check("rate limit", False)
except groq.RateLimitError as e:
    check("rate limit", e.response.headers["retry-after"] == "3", e.response.headers)

httpx.post(f"{HTTP}/_sim/faults", json={"faults": ["groq:error,times=1"]}).raise_for_status()
try:
    list(ask("opening hours", stream=True))
    check("error in the stream", False)
except groq.APIError as e:
    check("error in the stream", "Simulated" in str(e), e)

httpx.post(f"{HTTP}/_sim/faults", json={"faults": ["groq:limit,retry-after=0,times=1"]}).raise_for_status()
retried = client.with_options(max_retries=2).chat.completions.create(
    model=MODEL, messages=[{"role": "user", "content": "hello"}]
)
check("the SDK's own retry succeeds", retried.choices[0].message.content, retried)
