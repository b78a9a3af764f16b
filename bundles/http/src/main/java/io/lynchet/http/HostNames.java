// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Inbound;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Under which names the server of a developer answers. A foreign name that leads to this machine is how a page of the network gets at a server that only
 * this machine sees (DNS rebinding): to the browser they are one origin then.
 *
 * <p>Addresses and names that no public name server can give away are fine: without a dot, or below {@code localhost} and {@code local}.
 */
final class HostNames {
    private final Set<String> named;
    private final boolean any;

    private HostNames(Set<String> named, boolean any) {
        this.named = named;
        this.any = any;
    }

    /** Every name: for a server that others are meant to reach. */
    static HostNames any() {
        return new HostNames(Set.of(), true);
    }

    /** Those of this machine and those of some origins. */
    static HostNames ofThisMachine(Set<String> origins) {
        return new HostNames(
                origins.stream()
                        .map(origin -> name(origin.substring(origin.indexOf("://") + 3)))
                        .collect(Collectors.toUnmodifiableSet()),
                false);
    }

    /** {@code HOST_NOT_SERVED} for a request by a foreign name. One without a {@code Host} comes from no browser. */
    void check(Inbound inbound) {
        String host = any ? null : inbound.header("Host");
        if (host != null && !isOurs(name(host))) {
            throw new LynchetException(
                    ErrorCode.HOST_NOT_SERVED, "With --dev this server answers under names of this machine only.");
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

    // A name can't end with a label of digits, so whatever does is an address to a browser.
    private static boolean isAddress(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        return !last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Without the port and the dot that may end a name. */
    private static String name(String host) {
        int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
        String name = (end <= 0 ? host : host.substring(0, end)).toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
