"""Deepgram's own SDK against the simulated v1 and v2, unchanged but for the base URL."""

from deepgram import DeepgramClient
from deepgram.core.api_error import ApiError
from deepgram.environment import DeepgramClientEnvironment
from websockets.exceptions import InvalidStatus

from proof import HTTP, WS, check, spoken, text

environment = DeepgramClientEnvironment(base=HTTP, production=WS, agent=WS, agent_rest=HTTP)
client = DeepgramClient(api_key="proof", environment=environment)


def v1():
    options = dict(
        model="nova-3",
        encoding="linear16",
        sample_rate=16000,
        punctuate=True,
        interim_results=True,
        vad_events=True,
        endpointing=300,
        utterance_end_ms=1000,
    )
    seen, final = [], []
    with client.listen.v1.connect(**options) as socket:
        socket.send_keep_alive()
        for block in spoken("opening-hours", silence_s=1.5):
            socket.send_media(block)
        socket.send_close_stream()
        for message in socket:
            seen.append(message.type)
            if message.type == "Results" and message.is_final:
                final.append(message.channel.alternatives[0].transcript)
                words = message.channel.alternatives[0].words
                if message.speech_final:
                    check("v1 words have times", words and words[0].start >= 0.2, words)
    check("v1 transcript", " ".join(filter(None, final)) == text("opening-hours"), final)
    for kind in ("SpeechStarted", "UtteranceEnd", "Metadata"):
        check(f"v1 {kind}", kind in seen, seen)
    check("v1 interims", seen.count("Results") > len(final), seen)


def v1_finalize():
    with client.listen.v1.connect(model="nova-3", encoding="linear16", sample_rate=16000, endpointing=500) as socket:
        for block in spoken("parking", silence_s=0):
            socket.send_media(block)
        socket.send_finalize()
        message = socket.recv()
        check("v1 finalize", message.from_finalize and message.is_final, message)


def v2():
    options = dict(
        model="flux-general-en", encoding="linear16", sample_rate=16000, eager_eot_threshold=0.4, eot_threshold=0.8
    )
    events, sequence = [], []
    with client.listen.v2.connect(**options) as socket:
        check("v2 Connected", socket.recv().type == "Connected")
        for block in spoken("repair-price"):
            socket.send_media(block)
        for message in socket:
            sequence.append(message.sequence_id)
            if message.type == "TurnInfo":
                events.append((message.event, message.transcript))
            if events and events[-1][0] == "EndOfTurn":
                break
        socket.send_configure({"type": "Configure", "thresholds": {"eot_threshold": 0.9}})
        while (message := socket.recv()).type == "TurnInfo":
            pass
        check("v2 configure", message.type == "ConfigureSuccess", message)
        socket.send_close_stream()
    check("v2 transcript", events[-1] == ("EndOfTurn", text("repair-price")), events)
    check("v2 eager", ("EagerEndOfTurn", text("repair-price")) in events, events)
    check("v2 start", "StartOfTurn" in [event for event, _ in events], events)
    check("v2 sequence", sequence == list(range(1, len(sequence) + 1)), sequence)


def refusal():
    try:
        with client.listen.v1.connect(model="nova-3", encoding="nonsense", sample_rate=16000) as socket:
            socket.recv()
        check("refused handshake", False)
    except ApiError as e:  # with older versions of its WebSocket library
        check("refused handshake", e.status_code == 400, e)
    except InvalidStatus as e:
        check("refused handshake", e.response.status_code == 400, e)
        check("refused handshake has its reason", "encoding" in e.response.headers["dg-error"], e.response.headers)


def wrong_key():
    stranger = DeepgramClient(api_key="wrong", environment=environment)
    try:
        with stranger.listen.v1.connect(model="nova-3", encoding="linear16", sample_rate=16000) as socket:
            socket.recv()
        check("wrong key", False)
    except ApiError as e:
        check("wrong key", e.status_code == 401, e)
    except InvalidStatus as e:
        check("wrong key", e.response.status_code == 401, e)


v1()
v1_finalize()
v2()
refusal()
wrong_key()
