package io.earshot.livekit.api;

/** A call that is still to be made. */
@FunctionalInterface
interface ApiCall<T> {
    T make() throws ApiException;
}
