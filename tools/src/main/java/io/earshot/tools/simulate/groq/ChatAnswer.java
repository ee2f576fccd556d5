package io.earshot.tools.simulate.groq;

import io.earshot.tools.simulate.behaviour.Behaviour;
import io.earshot.tools.simulate.behaviour.LatencyPoint;
import io.earshot.tools.simulate.behaviour.SimulatorStats.Stage;
import io.earshot.tools.simulate.http.LoopTimer;
import io.earshot.tools.simulate.http.StreamingBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;

/** One streamed answer: tokens at their times, then the end, or the fault that strikes half-way. Confined to its loop. */
final class ChatAnswer {
    private static final String ERROR = """
            event: error
            data: {"error":{"message":"Simulated failure in the middle of the answer.","type":"server_error",\
            "code":"internal_server_error","status_code":500}}

            """;

    private final Behaviour behaviour;
    private final LoopTimer timer;
    private final StreamingBody body;
    private final ChatTask task;
    private long firstNs;
    private long dueNs;
    private int sent;

    ChatAnswer(Behaviour behaviour, LoopTimer timer, StreamingBody body, ChatTask task) {
        this.behaviour = behaviour;
        this.timer = timer;
        this.body = body;
        this.task = task;
    }

    /** Sends the first token {@code delayNs} from now. */
    void start(long delayNs) {
        timer.after(delayNs, this::first);
    }

    private void first() {
        firstNs = timer.nowNs();
        dueNs = firstNs;
        behaviour.stats().delay(Stage.LLM_FIRST_TOKEN, firstNs - task.arrivedNs());
        ByteBuf out = body.buffer();
        task.frame().role(out);
        body.send(out);
        tokens();
    }

    /** Sends what is due; ends when everything was. */
    private void tokens() {
        if (!body.open()) {
            behaviour.stats().count("groq.cancelled");
            return;
        }
        List<String> tokens = task.reply().tokens();
        long now = timer.nowNs();
        ByteBuf out = body.buffer();
        while (sent < tokens.size() && dueNs - now <= 0 && !struck()) {
            task.frame().token(out, tokens.get(sent++));
            dueNs += behaviour.latencies().sampleNs(LatencyPoint.LLM_TOKEN_INTERVAL);
        }
        body.send(out);
        if (struck()) {
            strike();
        } else if (sent < tokens.size()) {
            timer.after(dueNs - now, this::tokens);
        } else {
            end();
        }
    }

    /** Whether the fault's place, half-way, is reached. */
    private boolean struck() {
        return task.spoilt() && sent >= (task.reply().tokens().size() + 1) / 2;
    }

    private void strike() {
        switch (task.fault().kind()) {
            case DISCONNECT -> body.abort();
            case ERROR -> {
                body.send(piece(ERROR));
                body.end();
            }
            case GARBAGE -> {
                body.send(piece("data: {\"choices\":[{]\u0000garbage\n\n"));
                body.end();
            }
            case NONE, REFUSE, LIMIT, SLOW, STALL -> {} // stalled: nothing more comes
        }
    }

    private ByteBuf piece(String text) {
        ByteBuf out = body.buffer();
        ByteBufUtil.writeUtf8(out, text);
        return out;
    }

    private void end() {
        long now = timer.nowNs();
        ByteBuf out = body.buffer();
        Assistant.Call call = task.reply().call();
        if (call != null) {
            task.frame().call(out, task.callId(), call);
        }
        ChatFrame.Usage usage = new ChatFrame.Usage(
                task.promptTokens(), Math.max(1, sent), (firstNs - task.arrivedNs()) / 1e9, (now - firstNs) / 1e9);
        task.frame().finish(out, task.reply().finishReason(), usage);
        if (task.request().includeUsage()) {
            task.frame().usage(out, usage);
        }
        ByteBufUtil.writeAscii(out, "data: [DONE]\n\n");
        body.send(out);
        body.end();
        behaviour.stats().delay(Stage.LLM_WHOLE, now - task.arrivedNs());
        behaviour.stats().count("groq.answers");
    }
}
