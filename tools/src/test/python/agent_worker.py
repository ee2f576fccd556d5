"""A stock LiveKit Agents worker with Deepgram, Groq and Cartesia, unchanged but for where the vendors are.

usage: agent_worker.py URL KEY SECRET VENDORS_URL [AGENT_NAME]      no name: takes every room

Prints {"event": "registered"}, {"event": "job", "room": ...}, {"event": "session", "ms": ...} and {"event": "turn", ...}.
"""

import asyncio
import json
import os
import sys
import time

URL, KEY, SECRET, VENDORS = sys.argv[1:5]
NAME = sys.argv[5] if len(sys.argv) > 5 else ""
os.environ.update(LIVEKIT_URL=URL, LIVEKIT_API_KEY=KEY, LIVEKIT_API_SECRET=SECRET)

from livekit.agents import Agent, AgentServer, AgentSession, JobContext  # noqa: E402
from livekit.plugins import cartesia, deepgram, groq  # noqa: E402


def tell(event, **facts):
    print(json.dumps({"event": event, "at_ns": time.monotonic_ns(), **facts}), flush=True)


def hearing():
    """Deepgram's Flux deciding on turns at once where AGENT_STT=flux, else Nova and what the framework does by default."""
    if os.environ.get("AGENT_STT") == "flux":
        flux = deepgram.STTv2(api_key="proof", base_url=f"{VENDORS.replace('http', 'ws', 1)}/v2/listen")
        return {"stt": flux, "turn_handling": {"turn_detection": "stt", "endpointing": {"min_delay": 0.0, "max_delay": 3.0}}}
    return {"stt": deepgram.STT(api_key="proof", base_url=f"{VENDORS}/v1/listen")}


async def entry(job: JobContext):
    tell("job", room=job.room.name)
    begun = time.monotonic()
    session = AgentSession(
        **hearing(),
        llm=groq.LLM(api_key="proof", base_url=f"{VENDORS}/openai/v1", model="llama-3.3-70b-versatile"),
        tts=cartesia.TTS(api_key="proof", base_url=VENDORS),
    )
    session.on("user_input_transcribed", lambda said: said.is_final and tell("said", text=said.transcript))
    session.on("close", lambda closed: tell("closed", reason=str(closed.reason)))
    await session.start(agent=Agent(instructions="Be short."), room=job.room)
    tell("session", room=job.room.name, ms=(time.monotonic() - begun) * 1_000)
    await session.say("Hello, how can I help you?")


async def until_told(server):
    """Runs the worker until standard input ends."""
    running = asyncio.ensure_future(server.run(devmode=False))
    ended = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await asyncio.wait({running, ended}, return_when=asyncio.FIRST_COMPLETED)
    await server.aclose()


if __name__ == "__main__":
    server = AgentServer(host="127.0.0.1", port=0, num_idle_processes=1, load_fnc=lambda: 0.0)
    server.rtc_session(entry, agent_name=NAME)
    server.on("worker_registered", lambda *_: tell("registered"))
    asyncio.run(until_told(server))
