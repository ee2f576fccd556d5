package io.earshot.tools.peers;

import io.earshot.media.audio.G711;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * RTP of a {@link TonePhone}: 20 ms PCMU packets of a tone, a recording or silence, and what comes back, sample by sample. Sent by one
 * thread and received by another; the rest is thread-safe because it is guarded by this object's lock.
 */
final class ToneMedia implements AutoCloseable {
    static final int RATE = 8_000;

    private static final int FRAME = 160;
    private static final int AMPLITUDE = 8_000;
    private static final double LOUD = 300;
    private static final long QUIET_NS = 150_000_000;
    private static final int TELEPHONE_EVENT = 101;
    private static final int EVENT_PACKETS = 8;
    private static final String KEYS = "0123456789*#ABCD";

    private final DatagramSocket rtp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final BlockingQueue<Long> onsets = new LinkedBlockingQueue<>();
    private final StringBuilder digits = new StringBuilder();
    private short[] heard = new short[0];
    private short[] pending = new short[0];
    private double hz;
    private long phase;
    private int event = -1;
    private int eventTick;
    private boolean sounding;
    private long soundedNs;
    private long packets;
    private long lost;
    private int lastSequence = -1;
    private long lastEvent = -1;
    private long lastLoudNs;
    private volatile boolean closed;

    ToneMedia() throws IOException {}

    /** A session description for PCMU and telephone events. */
    String offer() {
        return "v=0\r\no=tone 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio "
                + rtp.getLocalPort() + " RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
                + "a=fmtp:101 0-16\r\na=ptime:20\r\na=sendrecv\r\n";
    }

    /** Begins to send to where the answer says. */
    void start(String answer) {
        Matcher address = Pattern.compile("c=IN IP4 (\\S+)").matcher(answer);
        Matcher port = Pattern.compile("m=audio (\\d+) ").matcher(answer);
        if (!address.find() || !port.find()) {
            throw new AssertionError("no audio in " + answer);
        }
        SocketAddress peer = new InetSocketAddress(address.group(1), Integer.parseInt(port.group(1)));
        Thread.ofPlatform().daemon().name("tone-send").start(() -> send(peer));
        Thread.ofPlatform().daemon().name("tone-hear").start(this::receive);
    }

    /** Sends a tone from now on, 12 dB below full scale; 0: silence. */
    synchronized void tone(double newHz) {
        hz = newHz;
        pending = new short[0];
    }

    /** Sends a tone for a while. */
    synchronized void beep(double beepHz, int ms) {
        pending = Sound.sine(RATE, beepHz, AMPLITUDE, 0, RATE * ms / 1_000);
    }

    /** Sends samples of 8 kHz once. */
    synchronized void say(short[] samples) {
        pending = samples;
    }

    /** When the first loud packet after silence was sent last, on the monotonic clock. */
    synchronized long soundedNs() {
        return soundedNs;
    }

    /** When the next sound after silence arrives, on the monotonic clock; fails when none comes in time. */
    long awaitOnsetNs(int seconds) throws InterruptedException {
        Long onset = onsets.poll(seconds, TimeUnit.SECONDS);
        if (onset == null) {
            throw new AssertionError("heard nothing for " + seconds + " s; " + received());
        }
        return onset;
    }

    /** Forgets sounds that were heard before. */
    void forgetOnsets() {
        onsets.clear();
    }

    /** What is heard in the next {@code ms} milliseconds; fails when less comes within twice that and five seconds. */
    short[] listen(int ms) throws InterruptedException {
        int wanted = RATE * ms / 1_000;
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2L * ms + 5_000);
        synchronized (this) {
            heard = new short[0];
            while (heard.length < wanted) {
                long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
                if (leftMs <= 0) {
                    throw new AssertionError("heard " + heard.length + " of " + wanted + " samples; " + received());
                }
                wait(leftMs);
            }
            return Arrays.copyOf(heard, wanted);
        }
    }

    /** Keys heard so far. */
    synchronized String digits() {
        return digits.toString();
    }

    /** Packets received, and how many are missing between them. */
    synchronized String received() {
        return packets + " packets, " + lost + " missing";
    }

    synchronized long packets() {
        return packets;
    }

    synchronized long lost() {
        return lost;
    }

    /** Presses a key for 100 ms (RFC 4733), in place of the sound. */
    synchronized void press(char digit) {
        event = KEYS.indexOf(digit);
        eventTick = 0;
    }

    @Override
    public void close() {
        closed = true;
        rtp.close();
    }

    private void send(SocketAddress peer) {
        long dueNs = System.nanoTime();
        try {
            for (int n = 0; !closed; n++) {
                byte[] packet = packet(n);
                rtp.send(new DatagramPacket(packet, packet.length, peer));
                dueNs += 20_000_000;
                LockSupport.parkNanos(dueNs - System.nanoTime());
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private synchronized byte[] packet(int n) {
        if (event >= 0) {
            return eventPacket(n);
        }
        byte[] payload = new byte[FRAME];
        boolean loud = next(payload);
        if (loud && !sounding) {
            soundedNs = System.nanoTime();
        }
        sounding = loud;
        return header(n, 0, n == 0, n * FRAME, FRAME).put(payload).array();
    }

    private byte[] eventPacket(int n) {
        boolean end = eventTick >= EVENT_PACKETS - 3;
        int duration = Math.min(eventTick + 1, EVENT_PACKETS - 2) * FRAME;
        ByteBuffer packet = header(n, TELEPHONE_EVENT, eventTick == 0, (n - eventTick) * FRAME, 4);
        packet.put((byte) event).put((byte) (end ? 0x8A : 0x0A)).putShort((short) duration);
        eventTick++;
        event = eventTick == EVENT_PACKETS ? -1 : event;
        return packet.array();
    }

    private static ByteBuffer header(int n, int type, boolean marker, int timestamp, int payload) {
        ByteBuffer packet = ByteBuffer.allocate(12 + payload);
        packet.put((byte) 0x80).put((byte) (type | (marker ? 0x80 : 0))).putShort((short) n);
        return packet.putInt(timestamp).putInt(0x70E5);
    }

    private boolean next(byte[] payload) {
        short[] frame = hz > 0 ? Sound.sine(RATE, hz, AMPLITUDE, phase, FRAME) : new short[FRAME];
        phase += FRAME;
        if (pending.length > 0) {
            frame = Arrays.copyOf(Arrays.copyOf(pending, Math.min(FRAME, pending.length)), FRAME);
            pending = Arrays.copyOfRange(pending, Math.min(FRAME, pending.length), pending.length);
        }
        for (int i = 0; i < FRAME; i++) {
            payload[i] = G711.linearToMu(frame[i]);
        }
        return Sound.rms(frame) > LOUD;
    }

    private void receive() {
        DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
        try {
            while (!closed) {
                rtp.receive(packet);
                take(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()), System.nanoTime());
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private synchronized void take(ByteBuffer packet, long nowNs) {
        int type = packet.get(1) & 0x7F;
        int sequence = packet.getShort(2) & 0xFFFF;
        int ahead = lastSequence < 0 ? 1 : (short) (sequence - lastSequence);
        packets++;
        if (ahead > 0) {
            lost += ahead - 1;
            lastSequence = sequence;
        }
        if (type == TELEPHONE_EVENT) {
            digit(packet);
        } else if (type == 0) {
            hear(packet, nowNs);
        }
    }

    private void digit(ByteBuffer packet) {
        if (packet.getInt(4) != lastEvent) {
            lastEvent = packet.getInt(4);
            digits.append(KEYS.charAt(packet.get(12)));
        }
    }

    private void hear(ByteBuffer packet, long nowNs) {
        short[] samples = new short[packet.limit() - 12];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = G711.muToLinear(packet.get(12 + i));
        }
        if (Sound.rms(samples) > LOUD) {
            if (nowNs - lastLoudNs > QUIET_NS) {
                onsets.add(nowNs);
            }
            lastLoudNs = nowNs;
        }
        short[] all = Arrays.copyOf(heard, heard.length + samples.length);
        System.arraycopy(samples, 0, all, heard.length, samples.length);
        heard = all.length > 20 * RATE ? samples : all;
        notifyAll();
    }
}
