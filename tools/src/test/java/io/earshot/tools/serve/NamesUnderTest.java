package io.earshot.tools.serve;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The machine's name service, but for names below {@code names.invalid}: those are loopback until a test makes them
 * unknown. Loaded by the JDK as a service. Thread-safe because the set is concurrent.
 */
public final class NamesUnderTest extends InetAddressResolverProvider {
    static final String SUFFIX = ".names.invalid";
    private static final Set<String> GONE = ConcurrentHashMap.newKeySet();

    /** From now on {@code name} cannot be resolved. */
    static void forget(String name) {
        GONE.add(name);
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver usual = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                if (!host.endsWith(SUFFIX)) {
                    return usual.lookupByName(host, policy);
                }
                if (GONE.contains(host)) {
                    throw new UnknownHostException(host);
                }
                return Stream.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}));
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return usual.lookupByAddress(address);
            }
        };
    }

    @Override
    public String name() {
        return "names under test";
    }
}
