// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.request;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Inbound;
import io.lynchet.http.limit.NetworkAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * The source of a request behind proxies. Each proxy appends the address that it sees to {@code X-Forwarded-For}, so
 * with two of them the client is the second entry from the right. Entries to its left are made up by the client. A list
 * that is shorter, or whose entry is no address, did not come through all proxies; then the peer's address counts.
 */
public final class Proxies {
    static final int MAX = 16;

    private static final String ADDRESSES = "X-Forwarded-For";
    private static final String SCHEMES = "X-Forwarded-Proto";
    private static final int PORT_DIGITS_MAX = 5;

    private final int count;

    /**
     * @param count the number of proxies in a row in front of this server; 0 when there is none, and the headers are
     *     not read
     */
    public Proxies(int count) {
        if (count < 0 || count > MAX) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "proxies of io.lynchet.http must be from 0 to " + MAX + ", not " + count);
        }
        this.count = count;
    }

    /** Returns the client's address, in the JDK's notation and without brackets. */
    String addressOf(Inbound inbound) {
        String named = named(inbound);
        return named == null ? peer(inbound.remoteAddress()) : named;
    }

    /** Returns whether the client uses TLS: with the first proxy, when it is a configured one that says so. */
    boolean secure(Inbound inbound) {
        String scheme = named(inbound) == null ? null : scheme(inbound.headers(SCHEMES));
        if ("https".equalsIgnoreCase(scheme)) {
            return true;
        }
        return !"http".equalsIgnoreCase(scheme) && inbound.secure();
    }

    /**
     * Returns whether a proxy seems to be in front that is not configured. Clients may make that up, so it serves for a
     * hint only.
     */
    boolean isUnknownOneInFront(Inbound inbound) {
        return count == 0 && inbound.header(ADDRESSES) != null;
    }

    private static String peer(String address) {
        boolean brackets = address.startsWith("[") && address.endsWith("]");
        return brackets ? address.substring(1, address.length() - 1) : address;
    }

    private String named(Inbound inbound) {
        String entry = count == 0 ? null : fromTheRight(inbound.headers(ADDRESSES), count);
        return entry == null ? null : address(entry);
    }

    /**
     * Returns the scheme. There is one entry for each proxy, or only one, which the first has set and the others have
     * passed on.
     */
    private String scheme(List<String> lines) {
        boolean several = fromTheRight(lines, 2) != null;
        return fromTheRight(lines, several ? count : 1);
    }

    /**
     * Returns the entry at a position counted from the right, from 1, over all lines of a header; null when there are
     * fewer.
     */
    private static String fromTheRight(List<String> lines, int place) {
        int left = place;
        for (int i = lines.size() - 1; i >= 0; i--) {
            String line = lines.get(i);
            int end = line.length();
            while (end >= 0) {
                int comma = line.lastIndexOf(',', end - 1);
                if (--left == 0) {
                    return line.substring(comma + 1, end).strip();
                }
                end = comma;
            }
        }
        return null;
    }

    /** Returns an entry without its port, or null when it is no address. */
    private static String address(String entry) {
        int colon = entry.lastIndexOf(':');
        int bracket = entry.lastIndexOf(']');
        boolean ipv6 = entry.indexOf(':') != colon;
        String host = entry;
        if (colon > bracket && (!ipv6 || bracket > 0)) {
            if (!isPort(entry.substring(colon + 1))) {
                return null;
            }
            host = entry.substring(0, colon);
        }
        if (ipv6 && bracket > 0) {
            host = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : "";
        }
        if (NetworkAddress.of(host) == NetworkAddress.NONE || host.indexOf('%') >= 0 || host.indexOf('[') >= 0) {
            return null;
        }
        return host.indexOf(':') < 0 ? host : notation(host);
    }

    private static boolean isPort(String text) {
        return !text.isEmpty()
                && text.length() <= PORT_DIGITS_MAX
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String notation(String ipv6) {
        try {
            return InetAddress.getByName(ipv6).getHostAddress();
        } catch (UnknownHostException e) {
            // A text that has been parsed as an address is never looked up.
            throw new IllegalStateException(ipv6, e);
        }
    }
}
