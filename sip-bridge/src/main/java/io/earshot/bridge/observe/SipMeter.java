package io.earshot.bridge.observe;

import io.earshot.bridge.metrics.Families;
import io.earshot.bridge.metrics.Tally;
import io.earshot.bridge.metrics.Timings;
import io.earshot.sip.wire.MessageTap;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Counts SIP messages as they cross the sockets: requests and responses by method and class, repeats, and how long requests took until
 * their first ringing and their final response (RFC 6076: SRD from the INVITE's progress, SDD from the BYE; ratios such as SER come from
 * the responses by code). A message that came or went before is counted as a repeat only. Thread-safe: transactions are under one lock,
 * held for one message; at most {@value #MOST} are remembered.
 */
public final class SipMeter implements MessageTap {
    private static final int MOST = 20_000;
    private static final long REMEMBERED_NS = TimeUnit.MINUTES.toNanos(5);
    private static final long REPEATS_NS = TimeUnit.SECONDS.toNanos(32);

    private final Tally messages = new Tally("direction", "method", "kind");
    private final Tally repeats = new Tally("direction", "method", "kind").with("in", "INVITE", "request");
    private final Tally finals =
            new Tally("direction", "method", "code").with("in", "INVITE", "200").with("in", "INVITE", "5xx");
    private final Tally timeouts = new Tally("direction", "method")
            .with("out", "OPTIONS")
            .with("out", "BYE")
            .with("out", "REFER")
            .with("out", "INVITE");
    private final Tally unreadable = new Tally("direction");
    private final Timings delays = new Timings("direction", "method", "kind");
    private final Timings setup = new Timings("direction", "until");
    private final Map<String, Transaction> transactions = new LinkedHashMap<>();

    /** A transaction from its first request on. */
    private static final class Transaction {
        private final String direction;
        private final String method;
        private final long sinceNs;
        private int provisional;
        private int last;
        private long endedNs;
        private boolean unanswered;

        Transaction(String direction, String method, long sinceNs) {
            this.direction = direction;
            this.method = method;
            this.sinceNs = sinceNs;
        }
    }

    @Override
    public void onMessage(
            boolean outgoing,
            byte[] raw,
            InetSocketAddress local,
            InetSocketAddress remote,
            String transport,
            long atNs) {
        String direction = outgoing ? "out" : "in";
        SipLine line = SipLine.of(raw);
        if (line == null) {
            unreadable.count(direction);
        } else if (line.isRequest()) {
            request(direction, line, atNs);
        } else {
            response(direction, line, atNs);
        }
    }

    private void request(String direction, SipLine line, long nowNs) {
        boolean first;
        synchronized (transactions) {
            forget(nowNs);
            first = transactions.putIfAbsent(line.transaction(), new Transaction(direction, line.method(), nowNs))
                    == null;
        }
        (first ? messages : repeats).count(direction, line.method(), line.kind());
    }

    private void response(String direction, SipLine line, long nowNs) {
        synchronized (transactions) {
            Transaction transaction = transactions.get(line.transaction());
            if (transaction == null) {
                messages.count(direction, line.method(), line.kind());
                return;
            }
            boolean first = line.status() > Math.max(transaction.provisional, transaction.last);
            (first ? messages : repeats).count(direction, transaction.method, line.kind());
            if (first) {
                measure(transaction, line, nowNs);
            }
        }
    }

    private void measure(Transaction transaction, SipLine line, long nowNs) {
        long tookNs = nowNs - transaction.sinceNs;
        boolean ringing = line.status() > 100 && !line.isFinal();
        boolean invite = transaction.method.equals("INVITE");
        if (ringing && transaction.provisional <= 100 && invite) {
            setup.record(tookNs, transaction.direction, "ringing");
        }
        if (!line.isFinal()) {
            transaction.provisional = line.status();
            return;
        }
        transaction.last = line.status();
        transaction.endedNs = nowNs;
        finals.count(transaction.direction, transaction.method, code(line.status()));
        delays.record(tookNs, transaction.direction, transaction.method, line.kind());
        if (invite && line.status() < 300) {
            setup.record(tookNs, transaction.direction, "answer");
        }
    }

    /** The code itself where it says something that operators act on, else its class. */
    private static String code(int status) {
        return switch (status) {
            case 200,
                    202,
                    302,
                    400,
                    401,
                    403,
                    404,
                    405,
                    407,
                    408,
                    415,
                    420,
                    480,
                    481,
                    482,
                    483,
                    486,
                    487,
                    488,
                    491,
                    500,
                    503,
                    504,
                    600,
                    603 -> Integer.toString(status);
            default -> status / 100 + "xx";
        };
    }

    /** Forgets the oldest when they are over for long enough, or too many. */
    private void forget(long nowNs) {
        var oldest = transactions.values().iterator();
        while (oldest.hasNext()) {
            Transaction it = oldest.next();
            boolean over = it.endedNs != 0 && nowNs - it.endedNs > REPEATS_NS;
            if (!over && nowNs - it.sinceNs < REMEMBERED_NS && transactions.size() < MOST) {
                return;
            }
            oldest.remove();
        }
    }

    /**
     * Counts requests that nobody answered within 64*T1 (RFC 3261 timers B and F): an INVITE without any response, others without a
     * final one. For one thread that asks every few seconds.
     */
    public void sweep(long nowNs) {
        synchronized (transactions) {
            for (Transaction it : transactions.values()) {
                boolean waits = it.endedNs == 0 && !it.unanswered && !it.method.equals("ACK");
                boolean hopeful = it.provisional > 0 && it.method.endsWith("INVITE");
                if (waits && !hopeful && nowNs - it.sinceNs > REPEATS_NS) {
                    it.unanswered = true;
                    timeouts.count(it.direction, it.method);
                }
            }
        }
    }

    /** Transactions without a final response yet. */
    long open() {
        synchronized (transactions) {
            return transactions.values().stream()
                    .filter(it -> it.endedNs == 0 && !it.unanswered && !it.method.equals("ACK"))
                    .count();
        }
    }

    /** Adds what it shows. */
    public void addTo(Families families) {
        families.counters(
                        "earshot_sip_messages",
                        "SIP messages, by direction, method and kind (request or class of response); repeats apart",
                        messages)
                .counters("earshot_sip_retransmissions", "SIP messages that had come or gone before", repeats)
                .counters(
                        "earshot_sip_final_responses",
                        "Transactions by the direction of their request, method and final code",
                        finals)
                .counters(
                        "earshot_sip_timeouts",
                        "Requests without an answer within 32 s, by direction and method: an INVITE without any, others without a final one",
                        timeouts)
                .counters("earshot_sip_unreadable", "Messages without start line, CSeq or Via", unreadable)
                .gauge("earshot_sip_transactions_open", "Requests without a final response yet", this::open)
                .histograms(
                        "earshot_sip_response_seconds",
                        "First sending of a request to its final response, by direction, method and class",
                        delays)
                .histograms(
                        "earshot_sip_setup_seconds",
                        "INVITE to ringing (post-dial delay) and to answer, by the INVITE's direction",
                        setup);
    }
}
