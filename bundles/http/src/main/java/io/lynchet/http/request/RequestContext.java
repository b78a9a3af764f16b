// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.request;

import io.lynchet.api.http.Inbound;
import io.lynchet.http.limit.AnswerAccount;

/** The context of a request before and while it is handled. Used by one thread at a time. */
public final class RequestContext {
    private final Inbound inbound;
    private final String id;
    private final Proxies proxies;
    private final String origin;
    private final long startNanos = System.nanoTime();
    private RequestTarget target;
    private String address;
    private String place = "none";
    private String caller = "-";
    private final AnswerAccount account;

    public RequestContext(Inbound inbound, String id, Proxies proxies, AnswerAccount account) {
        this.account = account;
        this.inbound = inbound;
        // Read again for the response, maybe on a thread to which the request's headers are far away.
        this.origin = inbound.header("Origin");
        this.id = id;
        this.proxies = proxies;
    }

    public Inbound inbound() {
        return inbound;
    }

    /** Returns the origin of the page that sent the request; null when no page did, or its browser does not tell. */
    String origin() {
        return origin;
    }

    public String id() {
        return id;
    }

    /** Returns the account of the request's memory. */
    public AnswerAccount account() {
        return account;
    }

    /** Returns the client's address, as far as proxies are trusted to name it. */
    public String address() {
        if (address == null) {
            address = proxies.addressOf(inbound);
        }
        return address;
    }

    public boolean secure() {
        return proxies.secure(inbound);
    }

    public boolean isBehindUnknownProxy() {
        return proxies.isUnknownOneInFront(inbound);
    }

    public RequestTarget target() {
        return target;
    }

    public void aimAt(RequestTarget parsed) {
        target = parsed;
    }

    /** Returns the pattern of the route, or {@code none}. */
    public String place() {
        return place;
    }

    public void found(String pattern) {
        place = pattern;
    }

    /** Returns the caller's name for the access log. */
    public String caller() {
        return caller;
    }

    public void calledBy(String name) {
        caller = name;
    }

    public long tookNanos() {
        return System.nanoTime() - startNanos;
    }
}
