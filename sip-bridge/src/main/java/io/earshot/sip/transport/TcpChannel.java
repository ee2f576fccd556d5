package io.earshot.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** One TCP or TLS connection as JAIN-SIP sees it. Thread-safe because the connection is. */
final class TcpChannel extends SipChannel {

    private final TcpConnection connection;

    TcpChannel(TcpProcessor processor, TcpConnection connection, InetSocketAddress peer) {
        super(processor, peer);
        this.connection = connection;
    }

    @Override
    public void write(byte[] message) throws IOException {
        connection.write(message);
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public void retain() {
        connection.retain();
    }

    @Override
    public void release() {
        connection.release();
    }

    @Override
    public boolean isReliable() {
        return true;
    }

    @Override
    public List<String> peerNames() {
        return connection.names();
    }

    /** JAIN-SIP closes channels of ended transactions; a connection outlives them and is closed for silence. */
    @Override
    public void close() {}
}
