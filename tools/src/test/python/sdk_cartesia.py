"""Cartesia's own SDK against the simulated speech, unchanged but for the base URLs."""

import cartesia

from proof import HTTP, WS, check, loudness

client = cartesia.Cartesia(api_key="proof", base_url=HTTP, websocket_base_url=WS, max_retries=0)
VOICE = {"mode": "id", "id": "6ccbfb76-1fc6-48f7-b71d-91ac6298247b"}
FORMAT = {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 16000}

with client.tts.websocket_connect() as connection:
    context = connection.context(model_id="sonic-3", voice=VOICE, output_format=FORMAT, add_timestamps=True)
    for sentence in ("We are open from nine until four. ", "Please come in."):
        context.push(sentence)
    context.no_more_inputs()
    audio, words, kinds = b"", [], []
    for response in context.receive():
        kinds.append(response.type)
        if response.type == "chunk":
            audio += response.audio
        elif response.type == "timestamps":
            words += zip(response.word_timestamps.words, response.word_timestamps.end)
    seconds = len(audio) / 32_000
    check("context ended", kinds[-1] == "done", kinds)
    check("audio is as long as the words", 2 < seconds < 6 and abs(seconds - words[-1][1]) < 1, (seconds, words))
    check("audio can be heard", loudness(audio) > 500, loudness(audio))
    check("words", [word for word, _ in words][:3] == ["we", "are", "open"], words)

    context = connection.context(model_id="sonic-3", voice=VOICE, output_format=FORMAT)
    context.push("This sentence is cancelled before its end, which is far away from here.")
    next(iter(context.receive()))
    context.cancel()

    context = connection.context(model_id="no-model", voice=VOICE, output_format=FORMAT)
    context.push("Hello.")
    try:
        errors = [response for response in context.receive() if response.type == "error"]
        check("error event", errors and errors[0].error_code == "model_not_found", errors)
    except cartesia.CartesiaError as e:
        check("error event", "no-model" in str(e), e)

whole = client.tts.generate(
    model_id="sonic-3", transcript="Good morning.", voice=VOICE, output_format={**FORMAT, "container": "wav"}
)
wav = b"".join(whole.iter_bytes())
check("bytes endpoint", wav[:4] == b"RIFF" and 0.5 < len(wav) / 32_000 < 2, len(wav))
check("bytes can be heard", loudness(wav[44:]) > 500)

try:
    bad = cartesia.Cartesia(api_key="wrong", base_url=HTTP, max_retries=0)
    bad.tts.generate(model_id="sonic-3", transcript="x", voice=VOICE, output_format=FORMAT)
    check("wrong key", False)
except cartesia.AuthenticationError as e:
    check("wrong key", e.status_code == 401, e)
