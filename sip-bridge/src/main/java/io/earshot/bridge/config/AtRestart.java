package io.earshot.bridge.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a setting, or a whole section, that a running bridge cannot change: a reload reports the new value as waiting for
 * a restart and keeps the old one. Every setting without this mark is in force for the calls that begin after a reload.
 * Sections whose records live in other modules are marked on their component of {@link BridgeConfig}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface AtRestart {
    /** Why, as the administrator reads it: "the listener is opened once". */
    String value();

    /**
     * Keys of a marked section that are live all the same, dotted and relative to the section
     * ({@code "flood.trusted"}); a section's name stands for everything in it.
     */
    String[] except() default {};
}
