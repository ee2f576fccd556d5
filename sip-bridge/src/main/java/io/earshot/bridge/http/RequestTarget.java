package io.earshot.bridge.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a request is for. Immutable.
 *
 * @param prefix the resource's path
 * @param resource who answers
 * @param rest the decoded path behind the prefix
 */
record RequestTarget(String prefix, HttpResource resource, String rest) {
    /** Steps up, empty steps, control characters and backslashes: whoever writes a path so wants it read in two ways. */
    private static final Pattern TRICK = Pattern.compile("(^|/)\\.{1,2}(/|$)|//|[\\x00-\\x1f\\x7f\\\\]");

    /**
     * The decoded path of a request's target.
     *
     * @throws IllegalArgumentException when it is malformed or a trick
     */
    static String path(String target) {
        String path = new QueryStringDecoder(target).path();
        if (!path.startsWith("/") || TRICK.matcher(path).find()) {
            throw new IllegalArgumentException("malformed path");
        }
        return path;
    }

    /** The resource of the longest prefix of a path. */
    static Optional<RequestTarget> find(String path, NavigableMap<String, HttpResource> resources) {
        for (Map.Entry<String, HttpResource> entry = resources.floorEntry(path);
                entry != null;
                entry = resources.lowerEntry(entry.getKey())) {
            String prefix = entry.getKey();
            if (path.equals(prefix) || path.startsWith(prefix.endsWith("/") ? prefix : prefix + "/")) {
                return Optional.of(new RequestTarget(prefix, entry.getValue(), path.substring(prefix.length())));
            }
        }
        return Optional.empty();
    }
}
