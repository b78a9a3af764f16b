// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.request;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Inbound;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The host names to which a developer's server responds. With a foreign name that leads to this machine, a web page
 * could reach a server that only this machine sees (DNS rebinding): for the browser they have one origin then.
 *
 * <p>Addresses are allowed, and names that no public name server can give away: without a dot, or below
 * {@code localhost} and {@code local}.
 */
public final class HostNames {
    private final Set<String> named;
    private final boolean any;

    private HostNames(Set<String> named, boolean any) {
        this.named = named;
        this.any = any;
    }

    /** Returns the check that allows every name: for a server that other machines are meant to reach. */
    public static HostNames any() {
        return new HostNames(Set.of(), true);
    }

    /** Returns the check that allows names of this machine and of the given origins. */
    public static HostNames ofThisMachine(Set<String> origins) {
        return new HostNames(
                origins.stream()
                        .map(origin -> name(origin.substring(origin.indexOf("://") + 3)))
                        .collect(Collectors.toUnmodifiableSet()),
                false);
    }

    /**
     * Fails with {@code HOST_NOT_SERVED} for a foreign name. A request without a {@code Host} comes from no browser.
     */
    public void check(Inbound inbound) {
        String host = any ? null : inbound.header("Host");
        if (host != null && !isOurs(name(host))) {
            throw new LynchetException(
                    ErrorCode.HOST_NOT_SERVED, "With --dev this server accepts only names of this machine.");
        }
    }

    private boolean isOurs(String name) {
        return name.startsWith("[")
                || name.indexOf('.') < 0
                || name.endsWith(".localhost")
                || name.endsWith(".local")
                || isAddress(name)
                || named.contains(name);
    }

    // No name ends with a label of digits, so browsers take such a text for an address.
    private static boolean isAddress(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        return !last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Returns the name without the port and without a dot at its end. */
    private static String name(String host) {
        int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
        String name = (end <= 0 ? host : host.substring(0, end)).toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
