package io.earshot.media.webrtc;

import io.earshot.media.jsep.RemoteSection;
import io.earshot.media.rtp.RtpPacket;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which track a packet belongs to (RFC 9143, section 9.2): by its source; a new source by the section named in its header
 * extension; else by its payload type, when just one track can be meant. Allocates nothing a packet. Confined to the
 * call's loop.
 */
final class TrackRoutes {
    private static final int ONE_OCTET_FORM = 0xBEDE;
    private static final int TWO_OCTET_FORM = 0x1000;

    private static final class Route {
        private final ReceiveStream stream;
        private byte[] mid = {};
        private int midExtension;
        private int ssrc;
        private boolean bound;

        Route(ReceiveStream stream) {
            this.stream = stream;
        }

        void bind(int newSsrc) {
            ssrc = newSsrc;
            bound = true;
        }
    }

    private final List<Route> routes = new ArrayList<>();
    private final List<ReceiveStream> streams = new ArrayList<>();

    /** Adds a track, or takes over what a later description says of it. */
    void put(ReceiveStream stream, RemoteSection section) {
        Route route = route(stream);
        if (route == null) {
            route = new Route(stream);
            routes.add(route);
            streams.add(stream);
        }
        route.mid = section.mid().getBytes(StandardCharsets.US_ASCII);
        route.midExtension = section.midExtension();
        boolean announced =
                section.ssrcs().isEmpty() || (route.bound && section.ssrcs().contains(route.ssrc));
        if (!announced) {
            unbind(section.ssrcs().getFirst());
            route.bind(section.ssrcs().getFirst());
        }
    }

    private @Nullable Route route(ReceiveStream stream) {
        int index = streams.indexOf(stream);
        return index < 0 ? null : routes.get(index);
    }

    /** One source is one track. */
    private void unbind(int ssrc) {
        for (Route route : routes) {
            route.bound &= route.ssrc != ssrc;
        }
    }

    boolean remove(ReceiveStream stream) {
        int index = streams.indexOf(stream);
        if (index >= 0) {
            routes.remove(index);
            streams.remove(index);
        }
        return index >= 0;
    }

    int size() {
        return streams.size();
    }

    ReceiveStream get(int index) {
        return streams.get(index);
    }

    List<ReceiveStream> streams() {
        return streams;
    }

    @Nullable
    ReceiveStream bySource(int ssrc) {
        for (int i = 0; i < routes.size(); i++) {
            Route route = routes.get(i);
            if (route.bound && route.ssrc == ssrc) {
                return route.stream;
            }
        }
        return null;
    }

    /** The track of a packet, or null when none can be meant. */
    @Nullable
    ReceiveStream find(RtpPacket packet, ByteBuf datagram) {
        ReceiveStream known = bySource(packet.ssrc());
        return known != null ? known : bind(packet, datagram);
    }

    private @Nullable ReceiveStream bind(RtpPacket packet, ByteBuf datagram) {
        Route named = named(packet, datagram);
        Route route = named != null ? named : onlyOneFor(packet.payloadType());
        if (route == null) {
            return null;
        }
        route.bind(packet.ssrc());
        return route.stream;
    }

    private @Nullable Route named(RtpPacket packet, ByteBuf datagram) {
        for (int i = 0; packet.extensionLength() > 0 && i < routes.size(); i++) {
            Route route = routes.get(i);
            if (route.midExtension > 0 && says(packet, datagram, route.midExtension, route.mid)) {
                return route;
            }
        }
        return null;
    }

    /** Whether element {@code id} of the header extension holds {@code value} (RFC 8285, sections 4.2 and 4.3). */
    private static boolean says(RtpPacket packet, ByteBuf datagram, int id, byte[] value) {
        int profile = packet.extensionProfile();
        boolean shortForm = profile == ONE_OCTET_FORM;
        if (!shortForm && (profile & 0xFFF0) != TWO_OCTET_FORM) {
            return false;
        }
        int at = packet.extensionDataOffset();
        int end = at + packet.extensionLength();
        int headerBytes = shortForm ? 1 : 2;
        while (at + headerBytes <= end) {
            int first = datagram.getUnsignedByte(at);
            int length = shortForm ? (first & 0x0F) + 1 : datagram.getUnsignedByte(at + 1);
            if (first == 0) {
                at++;
            } else if (at + headerBytes + length > end) {
                return false;
            } else if ((shortForm ? first >> 4 : first) == id) {
                return length == value.length && equal(datagram, at + headerBytes, value);
            } else {
                at += headerBytes + length;
            }
        }
        return false;
    }

    private static boolean equal(ByteBuf datagram, int at, byte[] value) {
        for (int i = 0; i < value.length; i++) {
            if (datagram.getByte(at + i) != value[i]) {
                return false;
            }
        }
        return true;
    }

    /** The only track without a source that takes this payload type; if all have one, the only track that takes it. */
    private @Nullable Route onlyOneFor(int payloadType) {
        Route free = null;
        Route any = null;
        int takers = 0;
        int freeTakers = 0;
        for (int i = 0; i < routes.size(); i++) {
            Route route = routes.get(i);
            if (route.stream.payload(payloadType) != null) {
                takers++;
                any = route;
                freeTakers += route.bound ? 0 : 1;
                free = route.bound ? free : route;
            }
        }
        return freeTakers == 1 ? free : takers == 1 ? any : null;
    }
}
