package io.earshot.bridge.http;

/** What somebody must be allowed to in order to ask for a resource. */
public enum Access {
    /** Nothing: the resource tells little, or checks for itself. */
    OPEN,
    /** To read figures. */
    READ,
    /** To do everything. */
    ADMIN
}
