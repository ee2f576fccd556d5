package io.earshot.tools.simulate.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.CodecException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a connection whose handling failed: it is closed; a bug of ours is logged. Stateless. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, which is seen
final class ConnectionErrors {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionErrors.class);

    private ConnectionErrors() {}

    static void close(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException) && !(cause instanceof CodecException)) {
            LOG.warn("a simulated connection failed", cause);
        }
        context.close();
    }
}
