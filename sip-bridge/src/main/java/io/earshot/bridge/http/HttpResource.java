package io.earshot.bridge.http;

import org.jspecify.annotations.Nullable;

/** Answers requests for one path prefix, on a virtual thread: it may block. Thread-safe by contract. */
@FunctionalInterface
public interface HttpResource {
    /**
     * Answers a request.
     *
     * @param method request method, upper case
     * @param path the decoded path behind the prefix ("" for the prefix itself)
     * @param body request body, at most {@code http.max_body} octets
     */
    HttpAnswer answer(String method, String path, byte[] body);

    /** The same, for a resource that needs headers; the others need not know of them. */
    default HttpAnswer answer(String method, String path, byte[] body, Headers headers) {
        return answer(method, path, body);
    }

    /** Headers of a request. */
    @FunctionalInterface
    interface Headers {
        /** The first value of a header, or null; {@code name} is compared without case. */
        @Nullable
        String value(String name);
    }
}
