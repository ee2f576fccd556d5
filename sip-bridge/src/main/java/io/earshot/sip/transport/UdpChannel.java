package io.earshot.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;

/** Datagrams to and from one address. Thread-safe because the socket is. */
final class UdpChannel extends SipChannel {

    private final UdpProcessor processor;

    UdpChannel(UdpProcessor processor, InetSocketAddress peer) {
        super(processor, peer);
        this.processor = processor;
    }

    @Override
    public void write(byte[] message) throws IOException {
        processor.send(message, peer());
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void retain() {}

    @Override
    public void release() {}

    @Override
    public boolean isReliable() {
        return false;
    }

    @Override
    public void close() {}
}
