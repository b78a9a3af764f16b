// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.http.Inbound;

/** A request before and while it is answered. Confined to its thread. */
final class Arrival {
    private final Inbound inbound;
    private final String id;
    private final Proxies proxies;
    private final String origin;
    private final long startNanos = System.nanoTime();
    private Target target;
    private String address;
    private String place = "none";
    private String caller = "-";
    private final AnswerAccount account;

    Arrival(Inbound inbound, String id, Proxies proxies, AnswerAccount account) {
        this.account = account;
        this.inbound = inbound;
        // Asked for again when the answer is there, maybe on a thread to which the request's headers are far away.
        this.origin = inbound.header("Origin");
        this.id = id;
        this.proxies = proxies;
    }

    Inbound inbound() {
        return inbound;
    }

    /** Of the page that sent it; null when no page did, or its browser does not say. */
    String origin() {
        return origin;
    }

    String id() {
        return id;
    }

    /** What it has in memory. */
    AnswerAccount account() {
        return account;
    }

    /** Of the client, as far as proxies are trusted to name it. */
    String address() {
        if (address == null) {
            address = proxies.addressOf(inbound);
        }
        return address;
    }

    boolean secure() {
        return proxies.secure(inbound);
    }

    boolean isBehindUnknownProxy() {
        return proxies.isUnknownOneInFront(inbound);
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
