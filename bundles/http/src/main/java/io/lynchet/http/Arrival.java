// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.http.Inbound;

/** A request before and while it is answered. Confined to its thread. */
final class Arrival {
    private final Inbound inbound;
    private final String id;
    private final long startNanos = System.nanoTime();
    private Target target;
    private String place = "none";
    private String caller = "-";

    Arrival(Inbound inbound, String id) {
        this.inbound = inbound;
        this.id = id;
    }

    Inbound inbound() {
        return inbound;
    }

    String id() {
        return id;
    }

    Target target() {
        return target;
    }

    void aimAt(Target parsed) {
        target = parsed;
    }

    /** Pattern of the route that it found, or {@code none}. */
    String place() {
        return place;
    }

    void found(String pattern) {
        place = pattern;
    }

    /** Who it is, for the access log. */
    String caller() {
        return caller;
    }

    void calledBy(String name) {
        caller = name;
    }

    long tookNanos() {
        return System.nanoTime() - startNanos;
    }
}
