package io.earshot.tools.simulate.cartesia;

import io.earshot.tools.simulate.http.Json;
import io.earshot.tools.simulate.http.WebSocketPeer;
import io.earshot.tools.simulate.voice.Speech;
import io.earshot.tools.simulate.voice.SpokenWord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The events of one socket, in the shape of the API version its client asked for. Confined to the socket's loop. */
final class SpeechEvents {
    /** From this version on errors have fields of their own. */
    private static final String STRUCTURED_ERRORS = "2026-03-01";

    private static final byte[] CHUNK_MIDDLE = "\",\"data\":\"".getBytes(StandardCharsets.US_ASCII);

    private final WebSocketPeer peer;
    private final String version;

    SpeechEvents(WebSocketPeer peer, String version) {
        this.peer = peer;
        this.version = version;
    }

    /** A piece of audio. {@code stepMs} is the time its making took. */
    void chunk(byte[] contextId, Speech speech, int piece, int flushId, double stepMs) {
        ByteBuf out = peer.buffer();
        ByteBufUtil.writeAscii(out, "{\"type\":\"chunk\",\"context_id\":\"");
        out.writeBytes(contextId).writeBytes(CHUNK_MIDDLE);
        speech.writeBase64(piece, out);
        ByteBufUtil.writeAscii(
                out,
                "\",\"done\":false,\"status_code\":206,\"step_time\":" + Math.round(stepMs * 10) / 10.0
                        + ",\"flush_id\":" + flushId + "}");
        peer.send(out);
    }

    /** Where the words of a stretch are, which begins {@code offsetS} seconds into its context. */
    void timestamps(String contextId, Speech speech, double offsetS, int flushId) {
        peer.send(Json.write(peer.buffer(), json -> {
            json.writeStringField("type", "timestamps");
            json.writeStringField("context_id", contextId);
            json.writeBooleanField("done", false);
            json.writeNumberField("status_code", 206);
            json.writeNumberField("flush_id", flushId);
            json.writeObjectFieldStart("word_timestamps");
            json.writeArrayFieldStart("words");
            for (SpokenWord word : speech.words()) {
                json.writeString(word.text());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("start");
            for (SpokenWord word : speech.words()) {
                json.writeNumber(offsetS + word.startS());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("end");
            for (SpokenWord word : speech.words()) {
                json.writeNumber(offsetS + word.endS());
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    /** All text before the flush has been spoken. */
    void flushDone(String contextId, int flushId) {
        peer.send(Json.write(peer.buffer(), json -> {
            json.writeStringField("type", "flush_done");
            json.writeStringField("context_id", contextId);
            json.writeBooleanField("done", false);
            json.writeBooleanField("flush_done", true);
            json.writeNumberField("flush_id", flushId);
            json.writeNumberField("status_code", 206);
        }));
    }

    /** The context is over. */
    void done(String contextId) {
        peer.send(Json.write(peer.buffer(), json -> {
            json.writeStringField("type", "done");
            json.writeStringField("context_id", contextId);
            json.writeBooleanField("done", true);
            json.writeNumberField("status_code", 200);
        }));
    }

    /** The context failed; empty id: the message belonged to none. */
    void error(String contextId, SpeechRefusal refusal) {
        peer.send(Json.write(peer.buffer(), json -> {
            json.writeStringField("type", "error");
            if (!contextId.isEmpty()) {
                json.writeStringField("context_id", contextId);
            }
            json.writeBooleanField("done", true);
            json.writeNumberField("status_code", refusal.status());
            if (structured(version)) {
                json.writeStringField("error_code", refusal.code());
                json.writeStringField("title", refusal.title());
                json.writeStringField("message", refusal.message());
                json.writeStringField("request_id", UUID.randomUUID().toString());
            } else {
                json.writeStringField("error", refusal.title() + ": " + refusal.message());
            }
        }));
    }

    /** What is no message. */
    void garbage() {
        ByteBuf out = peer.buffer();
        ByteBufUtil.writeUtf8(out, "{\"type\":\"chunk\",\"data\":[}\u0000garbage");
        peer.send(out);
    }

    /** An HTTP error's body. */
    static String errorBody(String version, SpeechRefusal refusal) {
        var body = Json.newObject();
        if (structured(version)) {
            body.put("error_code", refusal.code())
                    .put("title", refusal.title())
                    .put("message", refusal.message())
                    .put("request_id", UUID.randomUUID().toString())
                    .put("status_code", refusal.status());
        } else {
            body.put("error", refusal.title() + ": " + refusal.message());
        }
        return Json.text(body);
    }

    private static boolean structured(String version) {
        return version.compareTo(STRUCTURED_ERRORS) >= 0;
    }
}
