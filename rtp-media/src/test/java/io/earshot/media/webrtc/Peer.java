package io.earshot.media.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.dtls.DtlsRole;
import io.earshot.media.dtls.Fingerprint;
import io.earshot.media.net.MediaLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A transport, what it said, and what it heard. */
final class Peer implements TransportListener {
    static final long PATIENCE_S = 20;

    final MediaLoop loop;
    final PeerTransport transport;
    final LinkedBlockingQueue<TransportState> states = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<byte[]> rtp = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<byte[]> rtcp = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<byte[]> data = new LinkedBlockingQueue<>();
    final List<String> reasons = new CopyOnWriteArrayList<>();
    final List<RuntimeException> faults = new CopyOnWriteArrayList<>();

    volatile Runnable whenConnected = () -> {};

    Peer(MediaLoop loop, TransportConfig config) throws Exception {
        this.loop = loop;
        this.transport = loop.call(() -> PeerTransport.open(loop, config, this));
    }

    RemoteDescription describe(DtlsRole oursOfTheOther, boolean otherControls) {
        return new RemoteDescription(
                transport.localCredentials(),
                Fingerprint.parse(transport.localFingerprint()),
                oursOfTheOther,
                otherControls,
                false,
                transport.localCandidates());
    }

    void connect(RemoteDescription description) throws Exception {
        on(() -> transport.connect(description));
    }

    void on(Runnable task) throws Exception {
        loop.call(() -> {
            task.run();
            return null;
        });
    }

    <T> T get(java.util.concurrent.Callable<T> task) throws Exception {
        return loop.call(task);
    }

    void await(TransportState wanted) throws InterruptedException {
        List<TransportState> seen = new ArrayList<>();
        while (true) {
            TransportState next = states.poll(PATIENCE_S, TimeUnit.SECONDS);
            assertThat(next)
                    .as("waiting for %s after %s %s", wanted, seen, reasons)
                    .isNotNull();
            if (next == wanted) {
                return;
            }
            seen.add(next);
        }
    }

    void sendRtp(int ssrc, int sequence, String payload) throws Exception {
        on(() -> transport.sendRtp(rtp(ssrc, sequence, payload)));
    }

    static ByteBuf rtp(int ssrc, int sequence, String payload) {
        return Unpooled.buffer()
                .writeByte(0x80)
                .writeByte(111)
                .writeShort(sequence)
                .writeInt(960 * sequence)
                .writeInt(ssrc)
                .writeBytes(payload.getBytes(StandardCharsets.US_ASCII));
    }

    static ByteBuf receiverReport(int ssrc) {
        return Unpooled.buffer().writeByte(0x80).writeByte(201).writeShort(1).writeInt(ssrc);
    }

    static byte[] take(LinkedBlockingQueue<byte[]> queue) throws InterruptedException {
        byte[] packet = queue.poll(PATIENCE_S, TimeUnit.SECONDS);
        assertThat(packet).isNotNull();
        return packet;
    }

    /** Asks again and again, on the loop, until it holds. */
    void until(BooleanSupplier holds) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!get(holds::getAsBoolean)) {
            assertThat(System.nanoTime() - end).isNegative();
            Thread.onSpinWait();
        }
    }

    void close() throws Exception {
        on(transport::close);
        assertThat(faults).isEmpty();
    }

    @Override
    public void onState(TransportState state, String reason) {
        reasons.add(state + ": " + reason);
        states.add(state);
        if (state == TransportState.CONNECTED) {
            whenConnected.run();
        }
    }

    @Override
    public void onRtp(ByteBuf plain, long arrivalNs) {
        rtp.add(ByteBufUtil.getBytes(plain));
    }

    @Override
    public void onRtcp(ByteBuf plain, long arrivalNs) {
        rtcp.add(ByteBufUtil.getBytes(plain));
    }

    @Override
    public void onData(ByteBuf sctpPacket, long nowNs) {
        data.add(ByteBufUtil.getBytes(sctpPacket));
    }

    @Override
    public void onFault(RuntimeException fault) {
        faults.add(fault);
    }
}
