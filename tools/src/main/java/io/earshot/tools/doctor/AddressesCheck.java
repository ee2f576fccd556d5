package io.earshot.tools.doctor;

import io.earshot.bridge.config.BridgeConfig;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The addresses we listen on and name to others, in SIP and in SDP, against the machine's own. */
final class AddressesCheck implements Check {
    private static final int STUN_PORT = 3_478;

    /**
     * Addresses as configured. Immutable.
     *
     * @param section {@code sip} or {@code media}
     * @param host what is bound
     * @param advertised what others are told; the same as {@code host} when nothing else is configured
     */
    record Named(String section, String host, String advertised) {}

    private final @Nullable String stun;

    /** Compares with what the STUN server {@code stun} sees, or with nobody's view where it is null. */
    AddressesCheck(@Nullable String stun) {
        this.stun = stun;
    }

    @Override
    public String name() {
        return "addresses";
    }

    @Override
    public List<String> after() {
        return List.of(ConfigurationCheck.NAME);
    }

    @Override
    public Verdict run(Patient patient) {
        BridgeConfig config = patient.config();
        String media = config.media().advertisedHost();
        Named rtp = new Named(
                "media", config.media().host(), media.isEmpty() ? config.media().host() : media);
        Optional<String> contact = config.sip().advertisedHost();
        Named sip = new Named(
                "sip", config.sip().host(), contact.orElse(config.sip().host()));
        try {
            List<InetAddress> own = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .toList();
            Verdict verdict = judge(sip, rtp, own);
            return stun == null ? verdict : seen(verdict, rtp, stun);
        } catch (SocketException unreadable) {
            return Verdict.skipped("the machine's interfaces cannot be read: " + unreadable.getMessage());
        }
    }

    /** The verdict with what a STUN server sees of us. */
    private static Verdict seen(Verdict verdict, Named media, String server) {
        List<Finding> findings = new ArrayList<>(verdict.findings());
        String measured = verdict.measured();
        Optional<SipTarget> place = SipTarget.parse(server.startsWith("stun:") ? server.substring(5) : server);
        try {
            if (place.isEmpty()) {
                throw new IOException("no HOST:PORT");
            }
            InetAddress asked = InetAddress.getByName(place.get().host());
            InetAddress from = InetAddress.getByName(media.host);
            // Nothing outside can be asked from loopback.
            InetAddress local = from.isLoopbackAddress() && !asked.isLoopbackAddress()
                    ? new InetSocketAddress(0).getAddress()
                    : from;
            int port = server.matches(".*:\\d+") ? place.get().port() : STUN_PORT;
            InetAddress outer = StunQuestion.ask(new InetSocketAddress(asked, port), local);
            measured += ", seen from outside as " + outer.getHostAddress();
            findings.addAll(judge(media, outer));
        } catch (IOException silent) {
            findings.add(Finding.warning(
                    FaultClass.CONFIGURATION,
                    "the STUN server " + server + " does not tell our address: " + silent.getMessage(),
                    "Name another, or let UDP to it through."));
        }
        return Verdict.of(measured, findings);
    }

    /** What is told to others against what others see. */
    static List<Finding> judge(Named media, InetAddress outer) {
        InetAddress told = literal(media.advertised);
        if (told == null || told.equals(outer) || told.isLoopbackAddress()) {
            return List.of();
        }
        boolean inner = told.isSiteLocalAddress() || told.isLinkLocalAddress() || told.isAnyLocalAddress();
        String cause = inner
                ? "callers outside are told to send audio to the inner address " + media.advertised
                        + ", but this machine is seen as " + outer.getHostAddress()
                        + ": they hear the agent, and it does not hear them"
                : "callers are told to send audio to " + media.advertised + ", but this machine is seen as "
                        + outer.getHostAddress();
        return List.of(Finding.warning(
                FaultClass.MEDIA,
                cause,
                "Set media.advertised_host and sip.advertised_host to " + outer.getHostAddress()
                        + ", and have the NAT pass SIP and the media ports on to this machine."));
    }

    static Verdict judge(Named sip, Named media, List<InetAddress> own) {
        List<Finding> findings = new ArrayList<>();
        for (Named each : List.of(sip, media)) {
            findings.addAll(bound(each, own));
            findings.addAll(advertised(each));
        }
        if (!loopback(sip.advertised) && loopback(media.advertised)) {
            findings.add(
                    Finding.fault(
                            FaultClass.CONFIGURATION,
                            "callers at " + sip.advertised + " are told to send their audio to " + media.advertised
                                    + ", which is their own machine: nobody hears anything",
                            "Set media.host to an address of this machine, and behind NAT media.advertised_host to the outer one."));
        }
        String text = "SIP " + shown(sip) + ", audio " + shown(media)
                + (loopback(sip.advertised) ? " (callers on this machine only)" : "");
        return Verdict.of(text, findings);
    }

    private static List<Finding> bound(Named named, List<InetAddress> own) {
        InetAddress address = literal(named.host);
        if (address == null || address.isAnyLocalAddress() || address.isLoopbackAddress() || own.contains(address)) {
            return List.of();
        }
        String there = own.stream()
                .filter(it -> !it.isLinkLocalAddress())
                .map(InetAddress::getHostAddress)
                .collect(Collectors.joining(", "));
        return List.of(Finding.fault(
                FaultClass.CONFIGURATION,
                named.section + ".host " + named.host + " is no address of this machine (" + there + ")",
                "Bind one of these, and name the outer address in " + named.section + ".advertised_host."));
    }

    private static List<Finding> advertised(Named named) {
        InetAddress address = literal(named.advertised);
        if (address == null || !address.isAnyLocalAddress()) {
            return List.of();
        }
        return List.of(Finding.fault(
                FaultClass.CONFIGURATION,
                "others are told the address " + named.advertised + ", at which nobody can be reached",
                "Set " + named.section + ".advertised_host to the address that callers reach this machine at."));
    }

    private static boolean loopback(String host) {
        InetAddress address = literal(host);
        return address == null ? host.equals("localhost") : address.isLoopbackAddress();
    }

    /** The address that {@code host} spells, or null for a name: no name is looked up. */
    private static @Nullable InetAddress literal(String host) {
        return NetUtil.createInetAddressFromIpAddressString(host);
    }

    private static String shown(Named named) {
        return named.host + (named.advertised.equals(named.host) ? "" : " as " + named.advertised);
    }
}
