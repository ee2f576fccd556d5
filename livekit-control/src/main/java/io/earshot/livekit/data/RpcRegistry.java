package io.earshot.livekit.data;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import livekit.LivekitModels.DataPacket;
import livekit.LivekitModels.RpcAck;
import livekit.LivekitModels.RpcRequest;
import livekit.LivekitModels.RpcResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our methods that other participants may call (RPC version 1): each request is confirmed at once, answered once, forgotten after its time.
 * Sans-IO. Confined to the room's loop.
 */
public final class RpcRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(RpcRegistry.class);
    private static final int MOST_PENDING = 256;
    private static final int LONGEST_MS = 600_000;
    private static final RpcError BUSY =
            new RpcError(RpcErrorCode.APPLICATION_ERROR.code(), "Too many calls at a time", "");

    private final PacketSink sink;
    private final Map<String, RpcHandler> handlers = new HashMap<>();
    private final Map<String, RpcInvocation> pending = new LinkedHashMap<>();

    /** Answers through a sink. */
    public RpcRegistry(PacketSink sink) {
        this.sink = sink;
    }

    /** Offers a method, in place of one of that name. */
    public void register(String method, RpcHandler handler) {
        handlers.put(method, handler);
    }

    /** Offers a method no longer. */
    public void unregister(String method) {
        handlers.remove(method);
    }

    /** Somebody calls. */
    public void onRequest(String identity, RpcRequest request, long nowNs) {
        String key = identity + ' ' + request.getId();
        if (pending.containsKey(key)) {
            return;
        }
        sink.send(packet(identity).setRpcAck(RpcAck.newBuilder().setRequestId(request.getId())));
        RpcHandler handler = handlers.get(request.getMethod());
        long waitMs = Math.clamp(Integer.toUnsignedLong(request.getResponseTimeoutMs()), 1, LONGEST_MS);
        RpcInvocation invocation = new RpcInvocation(
                this,
                request.getId(),
                identity,
                request.getMethod(),
                request.getPayload(),
                nowNs + waitMs * 1_000_000L);
        if (request.getVersion() != RpcCalls.VERSION
                || !request.getCompressedPayload().isEmpty()) {
            answer(invocation, RpcErrorCode.UNSUPPORTED_VERSION.error());
        } else if (handler == null) {
            answer(invocation, RpcErrorCode.UNSUPPORTED_METHOD.error());
        } else if (Utf8.length(request.getPayload()) > RpcCalls.PAYLOAD_BYTES) {
            answer(invocation, RpcErrorCode.REQUEST_PAYLOAD_TOO_LARGE.error());
        } else if (pending.size() >= MOST_PENDING) {
            answer(invocation, BUSY);
        } else {
            pending.put(key, invocation);
            run(handler, invocation);
        }
    }

    /** When {@link #onDeadline} is due; {@link Long#MAX_VALUE} for never. */
    public long deadlineNs() {
        RpcInvocation first = null;
        for (RpcInvocation each : pending.values()) {
            first = first == null || each.deadlineNs() - first.deadlineNs() < 0 ? each : first;
        }
        return first == null ? Long.MAX_VALUE : first.deadlineNs();
    }

    /** Time passed: forgets callers that no longer wait. */
    public void onDeadline(long nowNs) {
        pending.values().removeIf(each -> each.deadlineNs() - nowNs <= 0);
    }

    /** Someone left: no answer is wanted. */
    public void participantLeft(String identity) {
        pending.values().removeIf(each -> each.caller().equals(identity));
    }

    /** The session is gone: no answer is wanted. */
    public void clear() {
        pending.clear();
    }

    boolean reply(RpcInvocation invocation, String result) {
        if (Utf8.length(result) > RpcCalls.PAYLOAD_BYTES) {
            return fail(invocation, RpcErrorCode.RESPONSE_PAYLOAD_TOO_LARGE.error());
        }
        return take(invocation)
                && sink.send(packet(invocation.caller())
                        .setRpcResponse(RpcResponse.newBuilder()
                                .setRequestId(invocation.id())
                                .setPayload(result)));
    }

    boolean fail(RpcInvocation invocation, RpcError error) {
        return take(invocation) && answer(invocation, error);
    }

    /** A method's fault ends its call alone; the caller is not told the details. */
    private void run(RpcHandler handler, RpcInvocation invocation) {
        try {
            handler.onCall(invocation);
        } catch (RuntimeException fault) {
            LOG.error("the method {} failed by a fault of ours", invocation.method(), fault);
            fail(invocation, RpcErrorCode.APPLICATION_ERROR.error());
        }
    }

    private boolean take(RpcInvocation invocation) {
        return pending.remove(invocation.caller() + ' ' + invocation.id(), invocation);
    }

    private boolean answer(RpcInvocation invocation, RpcError error) {
        return sink.send(packet(invocation.caller())
                .setRpcResponse(
                        RpcResponse.newBuilder().setRequestId(invocation.id()).setError(error.toProto())));
    }

    private static DataPacket.Builder packet(String to) {
        return DataPacket.newBuilder().addDestinationIdentities(to);
    }
}
