"""A participant with LiveKit's own Python SDK: tells what happens in a room, and sends what it is told to.

usage: room_participant.py URL TOKEN [TONE_HZ | echo | -]      '-': publishes nothing

Prints one JSON object a line, the kind as "event". Times are CLOCK_MONOTONIC in nanoseconds, as System.nanoTime() has it.
Reads commands from standard input, one a line, and leaves the room at its end: "tone HZ", "quiet", "say PHRASE", "beep HZ
MILLISECONDS", "dtmf DIGIT", "text TOPIC WORDS", "data WORDS", "attribute NAME VALUE", "rpc IDENTITY METHOD PAYLOAD", "mute", "unmute".
"""

import asyncio
import json
import math
import sys
import time

import numpy as np
from livekit import rtc

from proof import phrase

RATE = 48_000
BLOCK = RATE // 100
LOUD = 300  # root mean square of 16-bit samples: -41 dB below full scale
QUIET_S = 0.15


def tell(event, **facts):
    print(json.dumps({"event": event, "at_ns": time.monotonic_ns(), **facts}), flush=True)


class Voice:
    """What is published: blocks of 10 ms at their own pace, without a queue."""

    def __init__(self):
        self.source = rtc.AudioSource(RATE, 1, queue_size_ms=0)
        self.pending = np.zeros(0, dtype=np.int16)
        self.hz = 0
        self.phase = 0
        self.echo = None

    def say(self, name):
        pcm = np.frombuffer(phrase(name), dtype=np.int16)
        self.pending = np.repeat(pcm, RATE // 16_000)

    def beep(self, hz, ms):
        at = np.arange(RATE * ms // 1_000)
        self.pending = (8_000 * np.sin(2 * math.pi * hz * at / RATE)).astype(np.int16)

    def block(self):
        if len(self.pending):
            block, self.pending = self.pending[:BLOCK], self.pending[BLOCK:]
            return np.pad(block, (0, BLOCK - len(block)))
        if not self.hz:
            return np.zeros(BLOCK, dtype=np.int16)
        at = np.arange(self.phase, self.phase + BLOCK)
        self.phase += BLOCK
        return (8_000 * np.sin(2 * math.pi * self.hz * at / RATE)).astype(np.int16)

    async def run(self):
        due, sounding = time.monotonic(), False
        while True:
            block = self.block()
            loud = bool(np.abs(block).max() > 1_000)
            if loud and not sounding:
                tell("sounding")
            sounding = loud
            await self.source.capture_frame(rtc.AudioFrame(block.tobytes(), RATE, 1, BLOCK))
            due += 0.01
            await asyncio.sleep(max(0, due - time.monotonic()))


class Ear:
    """What is heard of one track: its beginning after quiet, and once a second its level and strongest frequency."""

    def __init__(self, identity, track, voice):
        self.identity = identity
        self.voice = voice
        self.stream = rtc.AudioStream(track, sample_rate=RATE, num_channels=1)

    async def run(self):
        second, quiet_since, sounding = [], 0.0, False
        async for event in self.stream:
            samples = np.frombuffer(event.frame.data, dtype=np.int16)
            if self.voice and self.voice.echo:
                self.voice.pending = np.concatenate([self.voice.pending, samples])
            level = rms(samples)
            now = time.monotonic()
            if level > LOUD:
                if not sounding and now - quiet_since > QUIET_S:
                    tell("onset", identity=self.identity)
                sounding, quiet_since = True, now
            elif now - quiet_since > QUIET_S:
                sounding = False
            second.append(samples)
            if sum(map(len, second)) >= RATE:
                report(self.identity, np.concatenate(second))
                second = []
        tell("silenced", identity=self.identity)


def rms(samples):
    return math.sqrt(float(np.mean(samples.astype(np.float64) ** 2))) if len(samples) else 0.0


def report(identity, samples):
    level = rms(samples)
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    hz = float(np.argmax(spectrum) * RATE / len(samples))
    strongest = spectrum[max(0, int(hz) - 20) : int(hz) + 21] ** 2
    dbfs = 20 * math.log10(max(level, 1) / 32_768 * math.sqrt(2))
    tell("heard", identity=identity, hz=hz, dbfs=dbfs, purity=float(strongest.sum() / max(1.0, (spectrum**2).sum())))


def about(participant):
    return {
        "identity": participant.identity,
        "name": participant.name,
        "kind": rtc.ParticipantKind.Name(participant.kind) if hasattr(rtc.ParticipantKind, "Name") else str(participant.kind),
        "attributes": dict(participant.attributes),
        "metadata": participant.metadata,
    }


def listen(room, voice, tasks):
    @room.on("track_subscribed")
    def _(track, publication, participant):
        tell("track", identity=participant.identity, name=publication.name, mime=publication.mime_type)
        if track.kind == rtc.TrackKind.KIND_AUDIO:
            tasks.append(asyncio.ensure_future(Ear(participant.identity, track, voice).run()))

    room.on("participant_connected", lambda p: tell("participant", **about(p)))
    room.on("participant_disconnected", lambda p: tell("left", identity=p.identity))
    room.on("participant_attributes_changed", lambda changed, p: tell("attributes", changed=dict(changed), **about(p)))
    room.on("track_muted", lambda p, publication: tell("muted", identity=p.identity))
    room.on("track_unmuted", lambda p, publication: tell("unmuted", identity=p.identity))
    room.on("sip_dtmf_received", lambda d: tell("dtmf", identity=d.participant.identity, digit=d.digit, code=d.code))
    room.on(
        "data_received",
        lambda d: tell(
            "data",
            identity=d.participant.identity if d.participant else "",
            text=d.data.decode(errors="replace"),
            topic=d.topic,
        ),
    )
    room.on("active_speakers_changed", lambda s: tell("speakers", identities=[p.identity for p in s]))
    room.on("connection_quality_changed", lambda p, q: tell("quality", identity=p.identity, quality=int(q)))
    room.on("disconnected", lambda reason: tell("disconnected", reason=str(reason)))
    room.on("reconnecting", lambda: tell("reconnecting"))
    room.on("reconnected", lambda: tell("reconnected"))

    def transcription(reader, identity):
        async def read():
            text = await reader.read_all()
            tell("text", identity=identity, topic=reader.info.topic, text=text, attributes=dict(reader.info.attributes or {}))

        tasks.append(asyncio.ensure_future(read()))

    for topic in ("lk.transcription", "lk.chat", "proof"):
        room.register_text_stream_handler(topic, transcription)


async def answer_rpc(call):
    tell("rpc", identity=call.caller_identity, payload=call.payload)
    return "answer to " + call.payload


async def obey(room, voice, words):
    me = room.local_participant
    match words:
        case ["tone", hz]:
            voice.hz = float(hz)
        case ["quiet"]:
            voice.hz, voice.pending = 0, voice.pending[:0]
        case ["say", name]:
            voice.say(name)
        case ["beep", hz, ms]:
            voice.beep(float(hz), int(ms))
        case ["dtmf", digit]:
            code = "0123456789*#ABCD".index(digit)
            await me.publish_dtmf(code=code, digit=digit)
        case ["text", topic, *text]:
            await me.send_text(" ".join(text), topic=topic)
        case ["data", *text]:
            await me.publish_data(" ".join(text), reliable=True, topic="proof")
        case ["attribute", name, value]:
            await me.set_attributes({name: value})
        case ["rpc", identity, method, payload]:
            answer = await me.perform_rpc(destination_identity=identity, method=method, payload=payload)
            tell("rpc_answer", text=answer)
        case ["mute"] | ["unmute"]:
            for publication in me.track_publications.values():
                getattr(publication.track, words[0])()
        case _:
            tell("unknown", words=words)


async def commands(room, voice):
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        await obey(room, voice, line.decode().split())


async def main(url, token, sound):
    room, tasks = rtc.Room(), []
    voice = None if sound == "-" else Voice()
    listen(room, voice, tasks)
    started = time.monotonic()
    await room.connect(url, token)
    room.local_participant.register_rpc_method("proof", answer_rpc)
    tell("joined", ms=(time.monotonic() - started) * 1_000, room=room.name, identity=room.local_participant.identity)
    for participant in room.remote_participants.values():
        tell("participant", **about(participant))
    if voice:
        voice.echo = sound == "echo"
        voice.hz = 0 if voice.echo else float(sound)
        track = rtc.LocalAudioTrack.create_audio_track("microphone", voice.source)
        await room.local_participant.publish_track(track, rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE))
        tell("published")
        tasks.append(asyncio.ensure_future(voice.run()))
    await commands(room, voice)
    for task in tasks:
        task.cancel()
    await room.disconnect()


asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "-"))
