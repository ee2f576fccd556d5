package io.earshot.livekit.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import livekit.LivekitModels.DataPacket;
import livekit.LivekitModels.RpcAck;
import livekit.LivekitModels.RpcRequest;
import livekit.LivekitModels.RpcResponse;

/**
 * Our calls of other participants' methods (RPC version 1): a request, its confirmation within 7 s, an answer within the caller's limit.
 * Sans-IO. Confined to the room's loop.
 */
public final class RpcCalls {
    /** Most octets of a request or an answer. */
    public static final int PAYLOAD_BYTES = 15 * 1024;

    static final int VERSION = 1;
    private static final long ACK_WITHIN_NS = 7_000_000_000L;
    private static final int MOST_PENDING = 256;

    private static final class Call {
        private final String to;
        private final RpcAnswer answer;
        private final long answerByNs;
        private final long ackByNs;
        private boolean confirmed;

        private Call(String to, RpcAnswer answer, long answerByNs, long ackByNs) {
            this.to = to;
            this.answer = answer;
            this.answerByNs = answerByNs;
            this.ackByNs = ackByNs;
        }

        private long deadlineNs() {
            return confirmed || answerByNs - ackByNs < 0 ? answerByNs : ackByNs;
        }
    }

    private final PacketSink sink;
    private final RandomGenerator random;
    private final Map<String, Call> pending = new LinkedHashMap<>();

    /** Calls through a sink. */
    public RpcCalls(PacketSink sink, RandomGenerator random) {
        this.sink = sink;
        this.random = random;
    }

    /**
     * Calls a method. The answer comes later, but for errors that are known at once.
     *
     * @param to identity of the participant
     * @param timeoutMs how long to wait for the answer
     */
    public void call(String to, String method, String payload, int timeoutMs, long nowNs, RpcAnswer answer) {
        if (Utf8.length(payload) > PAYLOAD_BYTES) {
            answer.onError(RpcErrorCode.REQUEST_PAYLOAD_TOO_LARGE.error());
            return;
        }
        String id = new UUID(random.nextLong(), random.nextLong()).toString();
        RpcRequest.Builder request = RpcRequest.newBuilder()
                .setId(id)
                .setMethod(method)
                .setPayload(payload)
                .setResponseTimeoutMs(timeoutMs)
                .setVersion(VERSION);
        if (pending.size() >= MOST_PENDING
                || !sink.send(
                        DataPacket.newBuilder().addDestinationIdentities(to).setRpcRequest(request))) {
            answer.onError(RpcErrorCode.SEND_FAILED.error());
        } else {
            pending.put(id, new Call(to, answer, nowNs + timeoutMs * 1_000_000L, nowNs + ACK_WITHIN_NS));
        }
    }

    /** A request arrived at its receiver. */
    public void onAck(String identity, RpcAck ack) {
        Call call = pending.get(ack.getRequestId());
        if (call != null && call.to.equals(identity)) {
            call.confirmed = true;
        }
    }

    /** An answer came. */
    public void onResponse(String identity, RpcResponse response) {
        Call call = pending.get(response.getRequestId());
        if (call == null || !call.to.equals(identity)) {
            return;
        }
        pending.remove(response.getRequestId());
        switch (response.getValueCase()) {
            case ERROR -> call.answer.onError(RpcError.of(response.getError()));
            case PAYLOAD, VALUE_NOT_SET -> call.answer.onResult(response.getPayload());
            case COMPRESSED_PAYLOAD -> // only for clients that say they know it
                call.answer.onError(new RpcError(
                        RpcErrorCode.APPLICATION_ERROR.code(), "The answer is compressed, which was not agreed", ""));
        }
    }

    /** Someone left: no answer will come. */
    public void participantLeft(String identity) {
        failAll(call -> call.to.equals(identity), RpcErrorCode.RECIPIENT_DISCONNECTED);
    }

    /** The session is gone: no answer will come. */
    public void clear() {
        failAll(call -> true, RpcErrorCode.SEND_FAILED);
    }

    /** When {@link #onDeadline} is due; {@link Long#MAX_VALUE} for never. */
    public long deadlineNs() {
        Call first = null;
        for (Call each : pending.values()) {
            first = first == null || each.deadlineNs() - first.deadlineNs() < 0 ? each : first;
        }
        return first == null ? Long.MAX_VALUE : first.deadlineNs();
    }

    /** Time passed. */
    public void onDeadline(long nowNs) {
        failAll(call -> call.answerByNs - nowNs <= 0, RpcErrorCode.RESPONSE_TIMEOUT);
        failAll(call -> call.deadlineNs() - nowNs <= 0, RpcErrorCode.CONNECTION_TIMEOUT);
    }

    private void failAll(Predicate<Call> which, RpcErrorCode cause) {
        List<Call> failed = new ArrayList<>();
        pending.values().removeIf(call -> which.test(call) && failed.add(call));
        failed.forEach(call -> call.answer.onError(cause.error()));
    }
}
