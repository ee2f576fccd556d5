package io.earshot.livekit.data;

import livekit.LivekitModels;

/**
 * Why a call failed. Immutable.
 *
 * @param code one of {@link RpcErrorCode}, or the application's own
 * @param message for people; cut at 256 octets
 * @param data for programs, mostly empty; cut at 15 KiB
 */
public record RpcError(int code, String message, String data) {
    private static final int MESSAGE_BYTES = 256;

    public RpcError {
        message = Utf8.truncated(message, MESSAGE_BYTES);
        data = Utf8.truncated(data, RpcCalls.PAYLOAD_BYTES);
    }

    static RpcError of(LivekitModels.RpcError error) {
        return new RpcError(error.getCode(), error.getMessage(), error.getData());
    }

    LivekitModels.RpcError toProto() {
        return LivekitModels.RpcError.newBuilder()
                .setCode(code)
                .setMessage(message)
                .setData(data)
                .build();
    }
}
