package io.earshot.bridge.http;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/**
 * Reads requests of bounded size and of one meaning only: what two programs could take for different requests is malformed here
 * (RFC 9112 sections 2.2, 5.2, 6.1 and 6.3). Confined to the connection's I/O thread.
 */
final class StrictDecoder extends HttpRequestDecoder {
    private static final int LONGEST_LINE = 4_096;
    private static final int LONGEST_HEAD = 8_192;

    StrictDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(LONGEST_LINE)
                .setMaxHeaderSize(LONGEST_HEAD)
                .setValidateHeaders(true)
                .setAllowDuplicateContentLengths(false)
                .setStrictLineParsing(true));
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("Transfer-Encoding and Content-Length in one message");
    }
}
