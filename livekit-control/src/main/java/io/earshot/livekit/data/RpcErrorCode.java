package io.earshot.livekit.data;

/** Errors that LiveKit itself defines; codes from 1001 to 1999 are reserved for such, all others are the application's. */
public enum RpcErrorCode {
    /** The receiver knows no such method. */
    UNSUPPORTED_METHOD(1400, "Method not supported at destination"),
    /** There is no such participant. */
    RECIPIENT_NOT_FOUND(1401, "Recipient not found"),
    /** The request is longer than 15 KiB. */
    REQUEST_PAYLOAD_TOO_LARGE(1402, "Request payload too large"),
    /** The server forwards no calls. */
    UNSUPPORTED_SERVER(1403, "RPC not supported by server"),
    /** The receiver does not speak this version. */
    UNSUPPORTED_VERSION(1404, "Unsupported RPC version"),
    /** The receiver's method failed. */
    APPLICATION_ERROR(1500, "Application error in method handler"),
    /** The receiver did not confirm the request in time. */
    CONNECTION_TIMEOUT(1501, "Connection timeout"),
    /** The receiver did not answer in time. */
    RESPONSE_TIMEOUT(1502, "Response timeout"),
    /** The receiver left. */
    RECIPIENT_DISCONNECTED(1503, "Recipient disconnected"),
    /** The answer is longer than 15 KiB. */
    RESPONSE_PAYLOAD_TOO_LARGE(1504, "Response payload too large"),
    /** The request could not be sent. */
    SEND_FAILED(1505, "Failed to send");

    private final int code;
    private final String message;

    RpcErrorCode(int code, String message) {
        this.code = code;
        this.message = message;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The error itself. */
    public RpcError error() {
        return new RpcError(code, message, "");
    }
}
