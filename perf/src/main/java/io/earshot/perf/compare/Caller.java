package io.earshot.perf.compare;

import io.earshot.media.audio.G711;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/** One call of {@link Callers}: its dialog, and a PCMU stream both ways. Confined to the callers' thread. */
final class Caller {
    enum State {
        INVITED,
        UP,
        LEAVING,
        OVER,
        FAILED
    }

    private static final long TICK_NS = 20_000_000;
    private static final Pattern ADDRESS = Pattern.compile("c=IN IP4 (\\S+)");
    private static final Pattern PORT = Pattern.compile("m=audio (\\d+) ");

    final int index;
    final DatagramChannel rtp;
    private final PathTimes times;
    private final SingleWriterRecorder gapsUs;
    private long lastPacketNs;
    private final Pulse mouth;
    private final Pulse ear = new Pulse(0);
    private final ByteBuffer packet = ByteBuffer.allocate(12 + Pulse.FRAME);
    private final SipText text;
    private State state = State.INVITED;
    private final long invitedNs;
    private long answeredNs;
    private long dueNs;
    private int sequence;
    private int lastHeard = -1;
    private long received;
    private long lost;
    private @Nullable InetSocketAddress peer;

    Caller(int index, SipText text, PathTimes times, SingleWriterRecorder gapsUs, long nowNs) throws IOException {
        this.index = index;
        this.text = text;
        this.times = times;
        this.gapsUs = gapsUs;
        this.mouth = new Pulse(index);
        this.invitedNs = nowNs;
        this.rtp = DatagramChannel.open();
        rtp.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).configureBlocking(false);
    }

    State state() {
        return state;
    }

    long received() {
        return received;
    }

    long lost() {
        return lost;
    }

    /** INVITE to 200, nanoseconds. */
    long answerNs() {
        return answeredNs - invitedNs;
    }

    String invite() throws IOException {
        return text.invite(((InetSocketAddress) rtp.getLocalAddress()).getPort());
    }

    /** Takes a response; returns what to send, or null. */
    @Nullable
    String onResponse(String response, long nowNs) {
        int status = SipText.status(response);
        if (state == State.LEAVING && status >= 200) {
            state = State.OVER;
            return null;
        }
        if (status < 200 || !SipText.field(response, "CSeq").endsWith("INVITE")) {
            return null;
        }
        text.confirm(response);
        if (state == State.INVITED) {
            answered(status, response, nowNs);
        }
        return text.ack();
    }

    /** The other end hangs up. */
    void onBye() {
        state = state == State.LEAVING ? State.OVER : State.FAILED;
    }

    /** Hangs up; returns the BYE. */
    String bye() {
        state = State.LEAVING;
        return text.bye();
    }

    /** Sends what is due. */
    void onTick(long nowNs) throws IOException {
        InetSocketAddress to = peer;
        while (state == State.UP && to != null && nowNs - dueNs >= 0) {
            dueNs += TICK_NS;
            boolean begins = mouth.advance();
            packet.clear();
            packet.put((byte) 0x80).put((byte) (sequence == 0 ? 0x80 : 0)).putShort((short) sequence);
            packet.putInt(sequence * Pulse.FRAME).putInt(0x0CA11E00 + index).put(mouth.mulaw());
            sequence++;
            if (begins) {
                times.callerSent(index, System.nanoTime());
            }
            rtp.send(packet.flip(), to);
        }
    }

    /** Takes a packet of the other end. */
    void onRtp(ByteBuffer datagram, long nowNs) {
        if (datagram.remaining() < 13 || (datagram.get(1) & 0x7F) != 0) {
            return;
        }
        int heard = datagram.getShort(2) & 0xFFFF;
        int ahead = lastHeard < 0 ? 1 : (short) (heard - lastHeard);
        received++;
        if (lastPacketNs != 0) {
            gapsUs.recordValue((nowNs - lastPacketNs) / 1_000);
        }
        lastPacketNs = nowNs;
        if (ahead > 0) {
            lost += ahead - 1;
            lastHeard = heard;
        }
        if (ear.begins(rms(datagram), nowNs)) {
            times.callerHeard(index, nowNs);
        }
    }

    private void answered(int status, String response, long nowNs) {
        Matcher address = ADDRESS.matcher(response);
        Matcher port = PORT.matcher(response);
        if (status != 200 || !address.find() || !port.find()) {
            state = State.FAILED;
            return;
        }
        peer = new InetSocketAddress(address.group(1), Integer.parseInt(port.group(1)));
        answeredNs = nowNs;
        dueNs = nowNs;
        state = State.UP;
    }

    private static double rms(ByteBuffer datagram) {
        double sum = 0;
        for (int i = 12; i < datagram.limit(); i++) {
            double sample = G711.muToLinear(datagram.get(i));
            sum += sample * sample;
        }
        return Math.sqrt(sum / (datagram.limit() - 12));
    }
}
