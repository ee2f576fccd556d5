package io.earshot.bridge.config;

import org.jspecify.annotations.Nullable;

/**
 * Makes a part of the bridge from the configuration, again at each reload. A part is immutable, so that calls keep the one
 * that they began with. A part may be made from parts derived before it: asked on this thread, their suppliers give the new
 * ones. Runs on the reloading thread, which it may hold up; nothing has changed yet when it runs.
 *
 * @param <T> the part
 */
@FunctionalInterface
public interface Derivation<T> {
    /**
     * The part for a configuration.
     *
     * @param before the part for the configuration before, to be returned again when nothing of its settings changed; null
     *     at the start
     * @throws ConfigException when the part cannot be made: the reload is refused as a whole
     * @throws IllegalArgumentException likewise; the message must hold no secret
     */
    T from(BridgeConfig config, @Nullable T before) throws ConfigException;
}
