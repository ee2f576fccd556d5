package io.earshot.perf.compare;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Callers that are the same whatever they call: each sends and listens for {@link Pulse}s in PCMU over loopback, and all live on one thread
 * that wakes every 2 ms. The methods may be called from any one other thread: they post to that thread.
 */
public final class Callers implements AutoCloseable {
    private static final int WAKE_MS = 2;
    private static final int LARGEST = 65_535;
    private static final long REPEAT_NS = 500_000_000;

    private final InetSocketAddress target;
    private final String number;
    private final PathTimes times;
    private final double rate;
    private final Selector selector = Selector.open();
    private final DatagramChannel sip = DatagramChannel.open();
    private final Map<String, Caller> byCallId = new HashMap<>();
    private final List<Caller> callers = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(LARGEST);
    private final Thread thread;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Histogram answerUs = new Histogram(60_000_000L, 3);
    private final SingleWriterRecorder gapsUs = new SingleWriterRecorder(60_000_000L, 3);
    private volatile int wanted;
    private volatile boolean leaving;
    private volatile boolean closed;
    private volatile int up;
    private volatile int failed;
    private volatile long received;
    private volatile long lost;
    private long nextCallNs;
    private long leaveUntilNs;

    /**
     * Callers that have not called yet.
     *
     * @param target where the SIP of the subject is
     * @param number whom they call
     * @param times is told when sounds left and arrived
     * @param rate new calls a second
     * @throws IOException when no socket can be opened
     */
    public Callers(InetSocketAddress target, String number, PathTimes times, double rate) throws IOException {
        this.target = target;
        this.number = number;
        this.times = times;
        this.rate = rate;
        sip.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).configureBlocking(false);
        sip.register(selector, SelectionKey.OP_READ);
        this.thread = Thread.ofPlatform().name("callers").start(this::run);
    }

    /** The number that caller {@code index} calls from. */
    static String from(int index) {
        return "+1555%04d".formatted(1_000 + index);
    }

    /** Which caller {@code from} is, -1 for none of ours. */
    static int index(String from) {
        return from.matches("\\+1555\\d{4}") ? Integer.parseInt(from.substring(5)) - 1_000 : -1;
    }

    /** Begins to call until this many calls were begun. */
    public void call(int calls) {
        wanted = calls;
        selector.wakeup();
    }

    /** Calls that are up now. */
    public int up() {
        return up;
    }

    /** Calls that were refused or hung up by the other end. */
    public int failed() {
        return failed;
    }

    /** RTP packets that came. */
    public long received() {
        return received;
    }

    /** RTP packets that are missing among them. */
    public long lost() {
        return lost;
    }

    /** From one packet of a call to its next as they came, microseconds, of all calls since this was last asked. */
    public Histogram takeGapsUs() {
        return gapsUs.getIntervalHistogram();
    }

    /** INVITE to 200 in microseconds; for use after the end. */
    public Histogram answerUs() {
        return answerUs;
    }

    /** Hangs up everywhere and waits for the answers, 5 s at most. */
    @Override
    public void close() {
        leaving = true;
        selector.wakeup();
        try {
            over.await();
            thread.join();
        } catch (InterruptedException e) {
            closed = true;
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(WAKE_MS);
                long nowNs = System.nanoTime();
                begin(nowNs);
                for (SelectionKey key : selector.selectedKeys()) {
                    read(key);
                }
                selector.selectedKeys().clear();
                for (Caller caller : callers) {
                    caller.onTick(System.nanoTime());
                }
                count();
                leave(nowNs);
            }
        } catch (IOException e) {
            failed = Math.max(1, failed);
        } finally {
            callers.forEach(Callers::closeQuietly);
            over.countDown();
        }
    }

    private void begin(long nowNs) throws IOException {
        if (callers.size() >= wanted || (nowNs - nextCallNs < 0 && nextCallNs != 0) || leaving) {
            return;
        }
        nextCallNs = nowNs + (long) (1e9 / rate);
        int index = callers.size();
        String local = "127.0.0.1:" + ((InetSocketAddress) sip.getLocalAddress()).getPort();
        String callId = "compare-" + index + "-" + nowNs;
        SipText text = new SipText(local, "127.0.0.1:" + target.getPort(), callId, from(index), number);
        Caller caller = new Caller(index, text, times, gapsUs, System.nanoTime());
        caller.rtp.register(selector, SelectionKey.OP_READ, caller);
        callers.add(caller);
        byCallId.put(callId, caller);
        send(caller.invite());
    }

    private void read(SelectionKey key) throws IOException {
        DatagramChannel channel = (DatagramChannel) key.channel();
        for (buffer.clear(); channel.receive(buffer) != null; buffer.clear()) {
            buffer.flip();
            if (key.attachment() instanceof Caller caller) {
                caller.onRtp(buffer, System.nanoTime());
            } else {
                onSip(new String(buffer.array(), 0, buffer.limit(), ISO_8859_1));
            }
        }
    }

    private void onSip(String message) throws IOException {
        Caller caller = byCallId.get(SipText.field(message, "Call-ID"));
        if (caller == null) {
            return;
        }
        if (message.startsWith("SIP/2.0 ")) {
            String reply = caller.onResponse(message, System.nanoTime());
            if (reply != null) {
                send(reply);
            }
        } else if (!message.startsWith("ACK ")) {
            send(SipText.ok(message));
            if (message.startsWith("BYE ")) {
                caller.onBye();
            }
        }
    }

    private void count() {
        up = count(Caller.State.UP);
        failed = count(Caller.State.FAILED);
        received = callers.stream().mapToLong(Caller::received).sum();
        lost = callers.stream().mapToLong(Caller::lost).sum();
    }

    private int count(Caller.State state) {
        return (int) callers.stream().filter(caller -> caller.state() == state).count();
    }

    private void leave(long nowNs) throws IOException {
        if (!leaving) {
            return;
        }
        if (leaveUntilNs == 0) {
            leaveUntilNs = nowNs + 10 * REPEAT_NS;
            for (Caller caller : callers) {
                if (caller.state() == Caller.State.UP) {
                    answerUs.recordValue(caller.answerNs() / 1_000);
                    send(caller.bye());
                }
            }
        }
        closed = count(Caller.State.LEAVING) == 0 || nowNs - leaveUntilNs > 0;
    }

    private void send(String message) throws IOException {
        sip.send(ByteBuffer.wrap(message.getBytes(ISO_8859_1)), target);
    }

    private static void closeQuietly(Caller caller) {
        try {
            caller.rtp.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
