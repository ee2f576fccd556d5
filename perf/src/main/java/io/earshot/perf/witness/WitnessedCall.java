package io.earshot.perf.witness;

import io.earshot.perf.compare.SipText;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One call as its caller sees it. Written by the witness' thread alone; what became of it may be read by others. */
public final class WitnessedCall {
    static final long REPEAT_NS = 500_000_000;
    private static final long LONGEST_REPEAT_NS = 4_000_000_000L;
    private static final long PATIENCE_NS = 32_000_000_000L;
    private static final Pattern ADDRESS = Pattern.compile("c=IN IP4 (\\S+)");
    private static final Pattern PORT = Pattern.compile("m=audio (\\d+) ");

    private final String callId;
    private final SipText text;
    private final long lengthNs;
    private volatile Fate fate = Fate.INVITED;
    private volatile int status;
    private volatile boolean retryAfter;
    private String request = "";
    private long requestedNs;
    private long repeatNs;
    private long repeatInNs;
    private long answeredNs;
    private @Nullable InetSocketAddress media;

    WitnessedCall(String callId, SipText text, long lengthNs) {
        this.callId = callId;
        this.text = text;
        this.lengthNs = lengthNs;
    }

    /** Call-ID of its dialog. */
    public String callId() {
        return callId;
    }

    /** What became of it so far. */
    public Fate fate() {
        return fate;
    }

    /** Final status of its INVITE, 0 before. */
    public int status() {
        return status;
    }

    /** Whether a refusal said when to come again. */
    public boolean retryAfter() {
        return retryAfter;
    }

    String invite(int rtpPort, long nowNs) {
        return request(text.invite(rtpPort), nowNs);
    }

    /** What is to be sent now: a BYE when the time is up, a request again that nobody answered; null for nothing. */
    @Nullable
    String due(long nowNs) {
        if (fate == Fate.UP && nowNs - answeredNs >= lengthNs) {
            fate = Fate.LEAVING;
            return request(text.bye(), nowNs);
        }
        if ((fate == Fate.INVITED && status == 0) || fate == Fate.LEAVING) {
            if (nowNs - requestedNs >= PATIENCE_NS) {
                fate = Fate.SILENCE;
            } else if (nowNs - repeatNs >= 0) {
                repeatInNs = Math.min(LONGEST_REPEAT_NS, 2 * repeatInNs);
                repeatNs = nowNs + repeatInNs;
                return request;
            }
        }
        return null;
    }

    /** Takes a response; returns what to send, or null. */
    @Nullable
    String onResponse(String response, long nowNs) {
        int code = SipText.status(response);
        boolean ofInvite = SipText.field(response, "CSeq").endsWith("INVITE");
        if (!ofInvite) {
            if (code >= 200 && (fate == Fate.LEAVING || fate == Fate.UNDECIDED)) {
                fate = Fate.FINISHED;
            }
            return null;
        }
        if (code < 200) {
            requestedNs = nowNs;
            repeatNs = nowNs + LONGEST_REPEAT_NS;
            return null;
        }
        text.confirm(response);
        if (fate == Fate.INVITED) {
            decided(code, response, nowNs);
        }
        return text.ack();
    }

    /** The bridge hangs up. */
    void onBye() {
        fate = fate == Fate.LEAVING ? Fate.FINISHED : Fate.ENDED_BY_BRIDGE;
    }

    /** The bridge is dead. */
    void cut() {
        fate = fate.cut();
    }

    /** Where its audio goes while it is up, else null. */
    @Nullable
    InetSocketAddress media() {
        return fate == Fate.UP ? media : null;
    }

    private String request(String message, long nowNs) {
        request = message;
        requestedNs = nowNs;
        repeatInNs = REPEAT_NS;
        repeatNs = nowNs + REPEAT_NS;
        return message;
    }

    private void decided(int code, String response, long nowNs) {
        status = code;
        retryAfter = !SipText.field(response, "Retry-After").isEmpty();
        Matcher address = ADDRESS.matcher(response);
        Matcher port = PORT.matcher(response);
        if (code != 200 || !address.find() || !port.find()) {
            fate = Fate.REFUSED;
            return;
        }
        media = new InetSocketAddress(address.group(1), Integer.parseInt(port.group(1)));
        answeredNs = nowNs;
        fate = Fate.UP;
    }
}
