"""What the proofs share: where the simulators are, the recorded phrases, and checks that say what was wrong."""

import array
import math
import pathlib
import sys
import wave

PHRASES = pathlib.Path(__file__).parents[2] / "main" / "resources" / "phrases"
HTTP = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"
WS = HTTP.replace("http", "ws", 1)
TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "transfer_call",
            "description": "Transfers the call",
            "parameters": {
                "type": "object",
                "properties": {"destination": {"type": "string"}},
                "required": ["destination"],
            },
        },
    }
]


def check(name, good, seen=""):
    if not good:
        raise SystemExit(f"FAILED {name}: {seen!r}")
    print("ok", name)


def phrase(name):
    """A phrase's 16 kHz 16-bit samples as bytes."""
    with wave.open(str(PHRASES / f"{name}.wav")) as wav:
        return wav.readframes(wav.getnframes())


def text(name):
    for line in (PHRASES / "phrases.tsv").read_text().splitlines():
        if line.startswith(f"{name}.wav\t"):
            return line.split("\t")[1]
    raise SystemExit(f"no phrase {name}")


def spoken(name, silence_s=1.0):
    """The phrase between silences, in blocks of 50 ms."""
    pcm = bytes(int(16_000 * 0.3) * 2) + phrase(name) + bytes(int(16_000 * silence_s) * 2)
    return [pcm[at : at + 1_600] for at in range(0, len(pcm), 1_600)]


def loudness(pcm16):
    """Root mean square of 16-bit samples."""
    samples = array.array("h", pcm16[: len(pcm16) // 2 * 2])
    return math.sqrt(sum(s * s for s in samples) / max(1, len(samples)))
