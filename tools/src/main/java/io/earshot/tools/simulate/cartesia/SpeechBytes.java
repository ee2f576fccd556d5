package io.earshot.tools.simulate.cartesia;

import io.earshot.tools.simulate.behaviour.Behaviour;
import io.earshot.tools.simulate.behaviour.Fault;
import io.earshot.tools.simulate.behaviour.FaultKind;
import io.earshot.tools.simulate.behaviour.LatencyPoint;
import io.earshot.tools.simulate.behaviour.SimulatorStats.Stage;
import io.earshot.tools.simulate.http.Exchange;
import io.earshot.tools.simulate.http.StreamingBody;
import io.earshot.tools.simulate.voice.OutputFormat;
import io.earshot.tools.simulate.voice.Speech;
import io.earshot.tools.simulate.voice.VoiceBox;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.concurrent.RejectedExecutionException;

/** One answer of the bytes endpoint: the whole text's audio, paced by the real-time factor. Confined to its loop. */
final class SpeechBytes {
    private static final long FULL_RETRY_NS = 5_000_000;

    private final Exchange exchange;
    private final SpeechRequest request;
    private final SpeechSettings settings;
    private final Behaviour behaviour;
    private final VoiceBox voices;
    private final Fault fault;
    private final long arrivedNs;
    private int piece;

    SpeechBytes(
            Exchange exchange,
            SpeechRequest request,
            SpeechSettings settings,
            Behaviour behaviour,
            VoiceBox voices,
            Fault fault) {
        this.exchange = exchange;
        this.request = request;
        this.settings = settings;
        this.behaviour = behaviour;
        this.voices = voices;
        this.fault = fault;
        arrivedNs = exchange.timer().nowNs();
    }

    void start(HttpHeaders headers) {
        try {
            voices.request(
                    request.transcript(),
                    request.format(),
                    exchange.timer()::execute,
                    speech -> exchange.timer().after(delayNs(), () -> begin(speech, headers)));
        } catch (RejectedExecutionException e) {
            throw new SpeechRefusal(503, "overloaded", "too many texts wait to be spoken");
        }
    }

    private long delayNs() {
        long delay = behaviour.latencies().sampleNs(LatencyPoint.TTS_FIRST_AUDIO);
        long slow = fault.kind() == FaultKind.SLOW ? fault.delayNs() : 0;
        return delay + slow - (exchange.timer().nowNs() - arrivedNs);
    }

    private void begin(Speech speech, HttpHeaders headers) {
        if (fault.kind() == FaultKind.ERROR) {
            SpeechRefusal refusal = new SpeechRefusal(500, "internal_error", "simulated failure");
            exchange.answer(500, SpeechEvents.errorBody("", refusal), headers);
            return;
        }
        behaviour.stats().delay(Stage.TTS_FIRST_AUDIO, exchange.timer().nowNs() - arrivedNs);
        StreamingBody body = exchange.stream(200, request.wav() ? "audio/wav" : "audio/raw", headers);
        if (request.wav()) {
            body.send(waveHeader(body.buffer(), request.format(), speech.bytes()));
        }
        next(speech, body);
    }

    private void next(Speech speech, StreamingBody body) {
        if (!body.open() || (piece > 0 && strikes(body))) {
            return;
        }
        if (piece == speech.size()) {
            body.end();
            return;
        }
        if (!body.writable()) {
            exchange.timer().after(FULL_RETRY_NS, () -> next(speech, body));
            return;
        }
        body.send(speech.audio(piece));
        long pause = (long) (speech.durationNs(piece) * settings.realTimeFactor());
        piece++;
        exchange.timer().after(pause, () -> next(speech, body));
    }

    /** Whether the fault ended the answer. */
    private boolean strikes(StreamingBody body) {
        switch (fault.kind()) {
            case DISCONNECT -> body.abort();
            case GARBAGE -> {
                ByteBuf garbage = body.buffer();
                ByteBufUtil.writeAscii(garbage, "garbage");
                body.send(garbage);
                body.end();
            }
            case STALL -> {} // nothing more comes
            default -> {
                return false;
            }
        }
        return true;
    }

    /** A RIFF/WAVE header (format tags: 1 linear, 3 float, 6 A-law, 7 mu-law). */
    private static ByteBuf waveHeader(ByteBuf out, OutputFormat format, int bytes) {
        int tag = switch (format.coding()) {
            case PCM_S16LE -> 1;
            case PCM_F32LE -> 3;
            case PCM_ALAW -> 6;
            case PCM_MULAW -> 7;
        };
        ByteBufUtil.writeAscii(out, "RIFF");
        out.writeIntLE(36 + bytes);
        ByteBufUtil.writeAscii(out, "WAVEfmt ");
        out.writeIntLE(16).writeShortLE(tag).writeShortLE(1).writeIntLE(format.sampleRate());
        out.writeIntLE(format.sampleRate() * format.bytesPerSample());
        out.writeShortLE(format.bytesPerSample()).writeShortLE(format.bytesPerSample() * 8);
        ByteBufUtil.writeAscii(out, "data");
        return out.writeIntLE(bytes);
    }
}
