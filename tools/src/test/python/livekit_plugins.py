"""LiveKit Agents' plugins against the simulators, unchanged but for their base URLs."""

import asyncio

import aiohttp
from livekit import rtc
from livekit.agents import APIConnectOptions, APIStatusError, llm, stt
from livekit.plugins import cartesia, deepgram, groq

from proof import HTTP, WS, check, loudness, spoken, text

WAIT_S = 20
ONCE = APIConnectOptions(max_retry=0, timeout=5)


async def transcribe(recogniser, name):
    """Events up to the end of speech, with the audio at its own pace times ten."""
    stream = recogniser.stream(conn_options=ONCE)

    async def speak():
        for block in spoken(name, silence_s=2.0):
            stream.push_frame(rtc.AudioFrame(block, 16_000, 1, len(block) // 2))
            await asyncio.sleep(0.005)
        stream.end_input()

    speaking = asyncio.create_task(speak())
    events = []
    async for event in stream:
        events.append(event)
        if event.type == stt.SpeechEventType.END_OF_SPEECH:
            break
    await speaking
    await stream.aclose()
    return events


def finals(events):
    return " ".join(e.alternatives[0].text for e in events if e.type == stt.SpeechEventType.FINAL_TRANSCRIPT)


async def nova(session):
    recogniser = deepgram.STT(
        api_key="proof", base_url=f"{HTTP}/v1/listen", http_session=session, endpointing_ms=300
    )
    events = await transcribe(recogniser, "opening-hours")
    kinds = [event.type for event in events]
    check("nova transcript", finals(events) == text("opening-hours"), finals(events))
    check("nova start of speech", kinds[0] == stt.SpeechEventType.START_OF_SPEECH, kinds)
    check("nova interims", stt.SpeechEventType.INTERIM_TRANSCRIPT in kinds, kinds)


async def flux(session):
    recogniser = deepgram.STTv2(
        api_key="proof", base_url=f"{WS}/v2/listen", http_session=session, eager_eot_threshold=0.4, eot_threshold=0.8
    )
    events = await transcribe(recogniser, "repair-price")
    kinds = [event.type for event in events]
    check("flux transcript", finals(events) == text("repair-price"), finals(events))
    check("flux start of speech", kinds[0] == stt.SpeechEventType.START_OF_SPEECH, kinds)
    check("flux preflight", stt.SpeechEventType.PREFLIGHT_TRANSCRIPT in kinds, kinds)


async def nova_refused(session):
    recogniser = deepgram.STT(api_key="proof", base_url=f"{HTTP}/v1/listen", http_session=session, model="no-model")
    stream = recogniser.stream(conn_options=ONCE)
    try:
        async for _ in stream:
            pass
        check("refused handshake", False)
    except Exception as e:  # the plugin wraps what its retries end with
        check("refused handshake", isinstance(e, APIStatusError) or "failed" in str(e).lower(), repr(e))


@llm.function_tool
async def transfer_call(destination: str) -> str:
    """Transfers the call."""
    return destination


async def model():
    brain = groq.LLM(api_key="proof", base_url=f"{HTTP}/openai/v1", model="llama-3.3-70b-versatile")
    chat = llm.ChatContext.empty()
    chat.add_message(role="system", content="Be short.")
    chat.add_message(role="user", content="Where can I park my car?")
    content, usage = "", None
    async with brain.chat(chat_ctx=chat, conn_options=ONCE) as stream:
        async for chunk in stream:
            content += (chunk.delta.content or "") if chunk.delta else ""
            usage = chunk.usage or usage
    check("model answer", content.startswith("You can park behind"), content)
    check("model usage", usage and usage.completion_tokens > 20, usage)

    chat.add_message(role="user", content="Please transfer me to a human.")
    calls = []
    async with brain.chat(chat_ctx=chat, tools=[transfer_call], conn_options=ONCE) as stream:
        async for chunk in stream:
            calls += chunk.delta.tool_calls if chunk.delta else []
    check("model tool call", [call.name for call in calls] == ["transfer_call"], calls)
    await brain.aclose()


async def voice(session):
    speaker = cartesia.TTS(api_key="proof", base_url=HTTP, http_session=session)
    stream = speaker.stream(conn_options=ONCE)
    for word in "We are open from nine until four. Please come in and see us.".split(" "):
        stream.push_text(word + " ")
    stream.end_input()
    frames = [audio.frame async for audio in stream]
    pcm = b"".join(bytes(frame.data) for frame in frames)
    seconds = len(pcm) / 2 / frames[0].sample_rate
    check("voice length", 2 < seconds < 8, seconds)
    check("voice can be heard", loudness(pcm) > 500, loudness(pcm))

    chunked = [audio.frame async for audio in speaker.synthesize("Good morning.", conn_options=ONCE)]
    check("voice in one piece", 0.5 < sum(f.duration for f in chunked) < 2, sum(f.duration for f in chunked))
    await stream.aclose()
    await speaker.aclose()


async def main():
    async with aiohttp.ClientSession() as session:
        await asyncio.wait_for(nova(session), WAIT_S)
        await asyncio.wait_for(flux(session), WAIT_S)
        await asyncio.wait_for(nova_refused(session), WAIT_S)
        await asyncio.wait_for(model(), WAIT_S)
        await asyncio.wait_for(voice(session), WAIT_S)


asyncio.run(main())
