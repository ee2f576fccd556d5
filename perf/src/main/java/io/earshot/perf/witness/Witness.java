package io.earshot.perf.witness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.earshot.perf.compare.SipText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Callers over UDP on loopback that call again and again, send audio (PCMU, silence), repeat what nobody answers (RFC 3261 section 17.1),
 * hang up after their time, and remember what became of each call. All of them live on one thread that wakes every 2 ms; the methods may
 * be called from any thread.
 */
public final class Witness implements AutoCloseable {
    private static final int WAKE_MS = 2;
    private static final int LARGEST = 65_535;
    private static final long PACKET_NS = 20_000_000;
    private static final int PAYLOAD = 160;
    private static final byte SILENCE = (byte) 0xFF;

    private final InetSocketAddress target;
    private final double rate;
    private final int most;
    private final long lengthNs;
    private final String local;
    private final Selector selector = Selector.open();
    private final DatagramChannel sip = DatagramChannel.open();
    private final DatagramChannel rtp = DatagramChannel.open();
    private final Map<String, WitnessedCall> byCallId = new ConcurrentHashMap<>();
    private final List<WitnessedCall> calls = new CopyOnWriteArrayList<>();
    private final ByteBuffer in = ByteBuffer.allocate(LARGEST);
    private final ByteBuffer packet = ByteBuffer.allocate(12 + PAYLOAD);
    private final Thread thread;
    private volatile boolean calling;
    private volatile boolean cutting;
    private volatile boolean probing;
    private volatile boolean closed;
    private volatile String optionsAnswer = "";
    private final List<WitnessedCall> running = new ArrayList<>();
    private long nextCallNs;
    private long nextPacketNs;
    private long nextProbeNs;
    private int sequence;
    private int optionsSent;

    /**
     * Callers that do not call yet.
     *
     * @param target where the bridge's SIP is
     * @param most calls at once
     * @param rate new calls a second
     * @param seconds length of each call
     * @throws IOException when no socket can be opened
     */
    public Witness(InetSocketAddress target, int most, double rate, double seconds) throws IOException {
        this.target = target;
        this.most = most;
        this.rate = rate;
        this.lengthNs = (long) (seconds * 1e9);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        sip.bind(any).configureBlocking(false).register(selector, SelectionKey.OP_READ);
        rtp.bind(any).configureBlocking(false).register(selector, SelectionKey.OP_READ);
        this.local = "127.0.0.1:" + ((InetSocketAddress) sip.getLocalAddress()).getPort();
        this.thread = Thread.ofPlatform().name("witness").start(this::run);
    }

    /** Begins to call, or places no new calls; running ones go on. */
    public void calling(boolean now) {
        calling = now;
    }

    /** Whether OPTIONS are sent, twice a second. */
    public void probing(boolean now) {
        probing = now;
    }

    /** First line of the latest answer to OPTIONS, with its Retry-After; empty before. */
    public String optionsAnswer() {
        return optionsAnswer;
    }

    /** All calls so far. */
    public List<WitnessedCall> calls() {
        return List.copyOf(calls);
    }

    /** Calls with that fate. */
    public long count(Fate fate) {
        return calls.stream().filter(call -> call.fate() == fate).count();
    }

    /** Waits until no call runs. False: some still do after that time. */
    public boolean awaitOver(long seconds) throws InterruptedException {
        long untilNs = System.nanoTime() + seconds * 1_000_000_000L;
        while (calls.stream().anyMatch(call -> !call.fate().over())) {
            if (System.nanoTime() - untilNs > 0) {
                return false;
            }
            Thread.sleep(20);
        }
        return true;
    }

    /** The bridge is dead: takes what it sent before, and gives up the rest. Places no new calls. */
    public void cut() throws InterruptedException {
        calling = false;
        Thread.sleep(200);
        cutting = true;
        while (cutting && thread.isAlive()) {
            Thread.sleep(WAKE_MS);
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (selector;
                sip;
                rtp) {
            while (!closed) {
                selector.select(WAKE_MS);
                selector.selectedKeys().clear();
                read();
                long nowNs = System.nanoTime();
                begin(nowNs);
                for (WitnessedCall call : running) {
                    String due = call.due(nowNs);
                    if (due != null) {
                        send(due);
                    }
                }
                speak(nowNs);
                probe(nowNs);
                if (cutting) {
                    running.forEach(WitnessedCall::cut);
                    cutting = false;
                }
                running.removeIf(call -> call.fate().over());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void begin(long nowNs) throws IOException {
        if (!calling || running.size() >= most || nowNs - nextCallNs < 0) {
            return;
        }
        nextCallNs = Math.max(nextCallNs, nowNs - (long) (1e9 / rate)) + (long) (1e9 / rate);
        String callId = "witness-" + calls.size() + "-" + nowNs;
        String caller = "+1555%07d".formatted(calls.size());
        SipText text = new SipText(local, "127.0.0.1:" + target.getPort(), callId, caller, "1000");
        WitnessedCall call = new WitnessedCall(callId, text, lengthNs);
        byCallId.put(callId, call);
        calls.add(call);
        running.add(call);
        send(call.invite(((InetSocketAddress) rtp.getLocalAddress()).getPort(), nowNs));
    }

    private void read() throws IOException {
        for (in.clear(); rtp.receive(in) != null; in.clear()) {
            // What the bridge says does not matter here.
        }
        for (in.clear(); sip.receive(in) != null; in.clear()) {
            onSip(new String(in.array(), 0, in.position(), ISO_8859_1));
        }
    }

    private void onSip(String message) throws IOException {
        WitnessedCall call = byCallId.get(SipText.field(message, "Call-ID"));
        if (message.startsWith("SIP/2.0 ")) {
            String reply = call == null ? null : call.onResponse(message, System.nanoTime());
            if (reply != null) {
                send(reply);
            } else if (SipText.field(message, "CSeq").endsWith("OPTIONS")) {
                String again = SipText.field(message, "Retry-After");
                optionsAnswer =
                        message.lines().findFirst().orElse("") + (again.isEmpty() ? "" : ", Retry-After: " + again);
            }
        } else if (!message.startsWith("ACK ")) {
            send(SipText.ok(message));
            if (call != null && message.startsWith("BYE ")) {
                call.onBye();
            }
        }
    }

    private void speak(long nowNs) throws IOException {
        if (nowNs - nextPacketNs < 0) {
            return;
        }
        nextPacketNs = Math.max(nextPacketNs, nowNs - PACKET_NS) + PACKET_NS;
        sequence++;
        for (WitnessedCall call : running) {
            SocketAddress to = call.media();
            if (to != null) {
                packet.clear();
                packet.put((byte) 0x80).put((byte) 0).putShort((short) sequence).putInt(sequence * PAYLOAD);
                packet.putInt(call.callId().hashCode());
                Arrays.fill(packet.array(), packet.position(), packet.capacity(), SILENCE);
                packet.position(packet.capacity()).flip();
                rtp.send(packet, to);
            }
        }
    }

    private void probe(long nowNs) throws IOException {
        if (probing && nowNs - nextProbeNs >= 0) {
            nextProbeNs = nowNs + WitnessedCall.REPEAT_NS;
            String id = "options-" + optionsSent++ + "-" + nowNs;
            send("OPTIONS sip:127.0.0.1:" + target.getPort() + " SIP/2.0\r\nVia: SIP/2.0/UDP " + local
                    + ";branch=z9hG4bK" + id + "\r\nMax-Forwards: 70\r\nFrom: <sip:probe@127.0.0.1>;tag=p\r\n"
                    + "To: <sip:probe@127.0.0.1>\r\nCall-ID: " + id
                    + "\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n");
        }
    }

    private void send(String message) throws IOException {
        sip.send(ByteBuffer.wrap(message.getBytes(ISO_8859_1)), target);
    }
}
