package io.earshot.sip;

import io.earshot.sip.digest.DigestClient;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A listener that keeps every event as a line of text, to be waited for. */
class Recorder implements CallListener {

    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    volatile OfferExchange exchange;

    /** Waits for the next event. */
    String next() {
        try {
            String event = events.poll(5, TimeUnit.SECONDS);
            return event == null ? "nothing for 5 s" : event;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(byte[] body) {
        return new String(body, java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public void onProgress(SipStatus status, byte[] sdp) {
        events.add("progress " + status.code() + " " + text(sdp));
    }

    @Override
    public void onAnswered(byte[] sdp) {
        events.add("answered " + text(sdp));
    }

    @Override
    public void onAcknowledged(byte[] sdp) {
        events.add("acknowledged " + text(sdp));
    }

    @Override
    public void onOffer(OfferExchange offered) {
        exchange = offered;
        events.add("offer " + text(offered.offer()));
    }

    @Override
    public void onReinviteAccepted(byte[] sdp) {
        events.add("accepted " + text(sdp));
    }

    @Override
    public void onReinviteRejected(SipStatus status) {
        events.add("reinvite rejected " + status.code());
    }

    @Override
    public void onInfo(String contentType, byte[] body) {
        events.add("info " + contentType + " " + text(body));
    }

    @Override
    public void onReferProgress(SipStatus status, boolean last) {
        events.add("refer " + status.code() + (last ? " last" : ""));
    }

    @Override
    public void onEnded(CallEnd end) {
        events.add(
                switch (end) {
                    case CallEnd.RemoteBye(String reason) -> "remote bye" + (reason == null ? "" : " " + reason);
                    case CallEnd.LocalBye _ -> "local bye";
                    case CallEnd.Cancelled(String reason) -> "cancelled" + (reason == null ? "" : " " + reason);
                    case CallEnd.Declined(SipStatus status) -> "declined " + status.code();
                    case CallEnd.Rejected(SipStatus status) -> "rejected " + status.code();
                    case CallEnd.Unproved(SipStatus status, DigestClient.Refusal why) ->
                        "unproved " + status.code() + " " + why;
                    case CallEnd.Failed(CallEnd.Cause cause, String _) -> "failed " + cause;
                });
    }
}
