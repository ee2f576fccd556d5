package io.earshot.sip;

import gov.nist.javax.sip.address.AddressFactoryImpl;
import gov.nist.javax.sip.address.AddressImpl;
import gov.nist.javax.sip.header.ExtensionHeaderImpl;
import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.header.SIPHeader;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import javax.sip.InvalidArgumentException;

/** JAIN-SIP's factories without their checked exceptions. Thread-safe because the factories keep no state. */
final class Parts {

    private static final HeaderFactoryImpl HEADERS = new HeaderFactoryImpl();
    private static final AddressFactoryImpl ADDRESSES = new AddressFactoryImpl();

    private Parts() {}

    /** A step that fails only on text that was not checked. */
    @FunctionalInterface
    interface Step<T> {
        T get() throws ParseException, InvalidArgumentException;
    }

    /** Runs the step; malformed text becomes an {@link IllegalArgumentException}. */
    static <T> T sure(Step<T> step) {
        try {
            return step.get();
        } catch (ParseException | InvalidArgumentException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    static SIPHeader header(String name, String value) {
        return (SIPHeader) sure(() -> HEADERS.createHeader(name, value));
    }

    /** A header field that JAIN-SIP only has to write: no parsing. */
    static SIPHeader text(String name, String value) {
        ExtensionHeaderImpl header = new ExtensionHeaderImpl(name);
        header.setValue(value);
        return header;
    }

    static AddressImpl address(String text) {
        return (AddressImpl) sure(() -> ADDRESSES.createAddress(text));
    }

    /** An unguessable tag: whoever cannot see the signalling cannot end the call. */
    static String newTag() {
        byte[] random = new byte[8];
        Randomness.SECURE.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    static String newCallId(String host) {
        return newTag() + newTag() + "@" + host;
    }

    static String newBranch() {
        return "z9hG4bK" + Long.toHexString(ThreadLocalRandom.current().nextLong()) + newTag();
    }
}
