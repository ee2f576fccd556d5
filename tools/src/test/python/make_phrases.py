"""Makes the phrase recordings of the simulators and their index (needs flite 2.2 on the PATH).

Usage: python3 make_phrases.py ../../main/resources/phrases
Word times come from flite's own segment times, so the index says where each word really is.
"""

import pathlib
import re
import subprocess
import sys
import wave

VOICE = "slt"
RATE = 16_000
LEAD_S, TRAIL_S = 0.04, 0.06

# file, words as spoken (no commas: they would become pauses), text as a recogniser writes it
PHRASES = [
    ("opening-hours", "What are your opening hours on Saturday?", "What are your opening hours on Saturday?"),
    ("repair-price", "How much does a bicycle repair cost?", "How much does a bicycle repair cost?"),
    ("parking", "Where can I park my car near the shop?", "Where can I park my car near the shop?"),
    ("stop-please", "Wait stop I have another question.", "Wait, stop, I have another question."),
    ("greeting", "Hello good morning.", "Hello, good morning."),
    ("goodbye", "Thank you very much goodbye.", "Thank you very much, goodbye."),
    ("human", "Please transfer me to a human.", "Please transfer me to a human."),
    ("press-one", "Please press one for me.", "Please press one for me."),
    ("yes-please", "Yes please.", "Yes, please."),
    ("no-thanks", "No thank you.", "No, thank you."),
]


def flite(*arguments):
    return subprocess.run(["flite", "-voice", VOICE, *arguments], check=True, capture_output=True, text=True).stdout


def segments(spoken, path):
    """Phones with their end times in seconds, in order."""
    pairs = (item.rsplit(":", 1) for item in flite("-psdur", "-t", spoken, "-o", str(path)).split())
    return [(phone, float(end)) for phone, end in pairs]


def phones(word):
    return [p for p in flite("-ps", "-t", word, "none").split() if p != "pau"]


def word_times(spoken, segs):
    """(start, end) of each word in seconds: a word takes as many phones as it has alone."""
    spans, at, start = [], 0, segs[0][1] if segs[0][0] == "pau" else 0.0
    voiced = [s for s in segs if s[0] != "pau"]
    for word in re.findall(r"[A-Za-z']+", spoken):
        at += len(phones(word))
        end = voiced[at - 1][1]
        spans.append((start, end))
        start = end
    if at != len(voiced):
        raise SystemExit(f"phones do not add up in: {spoken}")
    return spans


def trim(path, first, last):
    """Cuts the WAV to the speech and a little air; returns the seconds cut from its start."""
    with wave.open(str(path)) as wav:
        assert wav.getframerate() == RATE and wav.getnchannels() == 1
        pcm = wav.readframes(wav.getnframes())
    begin = max(0, int((first - LEAD_S) * RATE))
    with wave.open(str(path), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(RATE)
        wav.writeframes(pcm[begin * 2 : int((last + TRAIL_S) * RATE) * 2])
    return begin / RATE


def main(folder):
    rows = ["# file, text, start-end of each word in ms from the start of the file (tab separated)"]
    for name, spoken, text in PHRASES:
        path = folder / f"{name}.wav"
        spans = word_times(spoken, segments(spoken, path))
        cut = trim(path, spans[0][0], spans[-1][1])
        marks = [f"{round((start - cut) * 1000)}-{round((end - cut) * 1000)}" for start, end in spans]
        rows.append("\t".join([f"{name}.wav", text, " ".join(marks)]))
    (folder / "phrases.tsv").write_text("\n".join(rows) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
