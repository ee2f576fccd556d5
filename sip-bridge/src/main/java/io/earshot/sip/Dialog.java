package io.earshot.sip;

import gov.nist.javax.sip.address.AddressImpl;
import gov.nist.javax.sip.address.SipUri;
import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.header.ContactList;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.RecordRoute;
import gov.nist.javax.sip.header.RecordRouteList;
import gov.nist.javax.sip.header.Route;
import gov.nist.javax.sip.header.RouteList;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import io.earshot.sip.transport.Literals;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import javax.sip.address.URI;
import org.jspecify.annotations.Nullable;

/** A dialog's state (RFC 3261 section 12) and the requests made from it. Confined to the call's executor. */
final class Dialog {

    private final Messages messages;
    private final String callId;
    private final String localTag;
    private final AddressImpl local;
    private final AddressImpl remote;
    private @Nullable String remoteTag;
    private URI remoteTarget;
    private @Nullable RouteList routes;
    private long localSequence;
    private long remoteSequence;

    private Dialog(
            Messages messages,
            String callId,
            String localTag,
            AddressImpl local,
            AddressImpl remote,
            URI remoteTarget,
            long localSequence,
            long remoteSequence) {
        this.messages = messages;
        this.callId = callId;
        this.localTag = localTag;
        this.local = local;
        this.remote = remote;
        this.remoteTarget = remoteTarget;
        this.localSequence = localSequence;
        this.remoteSequence = remoteSequence;
    }

    /** Of a received INVITE (section 12.1.1). */
    static Dialog accepting(SIPRequest invite, String localTag, Messages messages) {
        Dialog dialog = new Dialog(
                messages,
                invite.getCallId().getCallId(),
                localTag,
                bare((AddressImpl) invite.getTo().getAddress()),
                bare((AddressImpl) invite.getFrom().getAddress()),
                invite.getFrom().getAddress().getURI(),
                1,
                invite.getCSeq().getSeqNumber());
        dialog.remoteTag = invite.getFromTag();
        dialog.refreshTarget(invite);
        dialog.routes = routes(invite.getRecordRouteHeaders(), false);
        return dialog;
    }

    /** Of an INVITE yet to be sent. */
    static Dialog placing(AddressImpl from, AddressImpl to, String callId, Messages messages) {
        return new Dialog(messages, callId, Parts.newTag(), from, bare(to), to.getURI(), 0, -1);
    }

    /** The dialog that a 2xx from this or another branch confirms (section 12.1.2). */
    Dialog confirmedBy(SIPResponse answer) {
        Dialog dialog =
                new Dialog(messages, callId, localTag, local, remote, remoteTarget, localSequence, remoteSequence);
        dialog.remoteTag = answer.getToTag();
        dialog.refreshTarget(answer);
        dialog.routes = routes(answer.getRecordRouteHeaders(), true);
        return dialog;
    }

    private static AddressImpl bare(AddressImpl address) {
        return (AddressImpl) address.clone();
    }

    private static @Nullable RouteList routes(@Nullable RecordRouteList recorded, boolean reversed) {
        if (recorded == null || recorded.isEmpty()) {
            return null;
        }
        RouteList routes = new RouteList();
        for (RecordRoute record : recorded) {
            Route route = new Route((AddressImpl) record.getAddress().clone());
            routes.add(reversed ? 0 : routes.size(), route);
        }
        return routes;
    }

    String callId() {
        return callId;
    }

    String localTag() {
        return localTag;
    }

    @Nullable
    String remoteTag() {
        return remoteTag;
    }

    URI localUri() {
        return local.getURI();
    }

    URI remoteUri() {
        return remote.getURI();
    }

    /** Target refresh (section 12.2.1.2): a Contact replaces the remote target. */
    void refreshTarget(SIPMessage message) {
        ContactList contacts = message.getContactHeaders();
        if (contacts != null && contacts.getFirst() instanceof Contact contact && contact.getAddress() != null) {
            remoteTarget = contact.getAddress().getURI();
        }
    }

    /** Whether a request comes in order (section 12.2.2); remembers its number when it does. */
    boolean accepts(long sequence) {
        if (sequence <= remoteSequence) {
            return false;
        }
        remoteSequence = sequence;
        return true;
    }

    /** Another INVITE is sent to that URI instead (section 8.1.3.4). */
    void redirect(URI target) {
        remoteTarget = target;
    }

    /** A request of ours once more, as a new one: next number, another branch (section 22.2). */
    SIPRequest again(SIPRequest request, String transport) {
        return messages.again(request, ++localSequence, transport);
    }

    /** The next request of ours. */
    SIPRequest next(String method, String transport) {
        return request(method, ++localSequence, transport);
    }

    /** The ACK of a 2xx, numbered as its INVITE (section 13.2.2.4). */
    SIPRequest ack(long sequence, String transport) {
        return request("ACK", sequence, transport);
    }

    private SIPRequest request(String method, long sequence, String transport) {
        From from = new From();
        from.setAddress((AddressImpl) local.clone());
        To to = new To();
        to.setAddress((AddressImpl) remote.clone());
        Parts.sure(() -> {
            from.setTag(localTag);
            if (remoteTag != null) {
                to.setTag(remoteTag);
            }
            return to;
        });
        return messages.request(method, (URI) remoteTarget.clone(), from, to, callId, sequence, routes, transport);
    }

    /**
     * Where the next request goes (section 12.2.1.1): the first route or the remote target, if it names an IP address;
     * else where the peer's messages come from, since a name may not be looked up on a call's thread.
     */
    InetSocketAddress nextHop(InetSocketAddress peer) {
        URI uri = routes == null
                ? remoteTarget
                : ((Route) routes.getFirst()).getAddress().getURI();
        if (!(uri instanceof SipUri sip) || sip.getHost() == null) {
            return peer;
        }
        String maddr = sip.getMAddrParam();
        try {
            int port = sip.getPort() > 0 ? sip.getPort() : 5060;
            return new InetSocketAddress(Literals.address(maddr == null ? sip.getHost() : maddr), port);
        } catch (UnknownHostException e) {
            return peer;
        }
    }
}
