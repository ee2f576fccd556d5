package io.earshot.ai.provider.deepgram;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Messages in the vendor's shape, and what a core puts out. */
final class Say {
    private Say() {}

    static ByteBuf bytes(String json) {
        return Unpooled.copiedBuffer(json, StandardCharsets.UTF_8);
    }

    static String results(String text, boolean isFinal, boolean speechFinal, boolean fromFinalize) {
        return """
                {"type":"Results","channel_index":[0,1],"start":0.0,"duration":1.2,"is_final":%b,"speech_final":%b,\
                "from_finalize":%b,"channel":{"alternatives":[{"transcript":"%s","confidence":0.98,"words":[\
                {"word":"x","start":0.1,"end":0.4,"confidence":0.9,"punctuated_word":"X"}]},{"transcript":"worse"}]},\
                "metadata":{"request_id":"r","model_uuid":"u","model_info":{"name":"nova-3","version":"1","arch":"n"}}}""".formatted(isFinal, speechFinal, fromFinalize, text);
    }

    static String interim(String text) {
        return results(text, false, false, false);
    }

    static String turn(String event, int index, String text) {
        return """
                {"type":"TurnInfo","request_id":"r-9","sequence_id":3,"event":"%s","turn_index":%d,\
                "audio_window_start":0.0,"audio_window_end":1.5,"transcript":"%s","words":[{"word":"x","confidence":1}],\
                "end_of_turn_confidence":0.62}""".formatted(event, index, text);
    }

    static List<DeepgramCore.Output> drain(DeepgramCore core) {
        List<DeepgramCore.Output> all = new ArrayList<>();
        for (DeepgramCore.Output one = core.poll(); one != null; one = core.poll()) {
            all.add(one);
        }
        return all;
    }
}
