package io.earshot.ai.provider;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Adds parameters to an address. Confined to the thread that builds it. */
public final class QueryString {
    private final StringBuilder address;
    private char separator;

    /** Starts with an address that may have a query already. */
    public QueryString(URI base) {
        address = new StringBuilder(base.toString());
        separator = base.getRawQuery() == null ? '?' : '&';
    }

    public QueryString add(String name, String value) {
        address.append(separator)
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
        separator = '&';
        return this;
    }

    /** Adds the parameter unless the value is empty, the sign for "the vendor's default". */
    public QueryString addIfSet(String name, String value) {
        return value.isEmpty() ? this : add(name, value);
    }

    /** Adds the parameter unless the value is 0, the sign for "the vendor's default". */
    public QueryString addIfSet(String name, long value) {
        return value == 0 ? this : add(name, Long.toString(value));
    }

    /** Adds the parameter unless the value is 0, the sign for "the vendor's default". */
    public QueryString addIfSet(String name, double value) {
        return value == 0 ? this : add(name, Double.toString(value));
    }

    /** Adds {@code name=true} when the flag is set. */
    public QueryString addIfSet(String name, boolean flag) {
        return flag ? add(name, "true") : this;
    }

    /** Repeats the parameter for each value. */
    public QueryString addAll(String name, Iterable<String> values) {
        values.forEach(value -> add(name, value));
        return this;
    }

    public URI toUri() {
        return URI.create(address.toString());
    }
}
