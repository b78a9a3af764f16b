// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.limit;

/**
 * The networks of textual IP addresses, by which limits count: a whole IPv4 address, but only the first 64 bits of an
 * IPv6 address. The owner of one IPv6 address has all that begin the same (RFC 6177). Parsed by hand: the JDK makes
 * several objects of an address, and asks the domain name system about other texts.
 */
public final class NetworkAddress {
    /** The result for a text that is no address; no request comes from such a network. */
    public static final long NONE = -1;

    private static final long IPV4 = 0xFFFFL;
    private static final int GROUPS = 8;
    private static final int GROUP_BITS = 16;

    private NetworkAddress() {}

    /**
     * Returns the network of an address. Brackets, and a zone behind a percent sign, don't count;
     * {@code ::ffff:192.0.2.1} is an IPv4 address.
     */
    public static long of(String text) {
        boolean brackets = text.startsWith("[") && text.endsWith("]");
        int from = brackets ? 1 : 0;
        int zone = text.indexOf('%');
        int to = zone >= 0 ? zone : brackets ? text.length() - 1 : text.length();
        if (text.indexOf(':') >= 0) {
            return ipv6(text, from, to);
        }
        long address = ipv4(text, from, to);
        return address < 0 ? NONE : IPV4 << 32 | address;
    }

    private static long ipv6(String text, int from, int to) {
        int missing = GROUPS - groups(text, from, to);
        boolean gap = false;
        long high = 0;
        long low = 0;
        int index = 0;
        int at = from;
        while (at < to) {
            if (text.startsWith("::", at)) {
                if (gap || missing < 1) {
                    return NONE;
                }
                gap = true;
                index += missing;
                at += 2;
                continue;
            }
            int colon = text.indexOf(':', at);
            int end = colon < 0 ? to : colon;
            boolean dotted = end == to && text.indexOf('.', at) >= 0;
            long group = dotted ? ipv4(text, at, end) : hexadecimal(text, at, end);
            index += dotted ? 2 : 1;
            if (group < 0 || index > GROUPS) {
                return NONE;
            }
            if (index <= GROUPS / 2) {
                high |= group << (GROUPS / 2 - index) * GROUP_BITS;
            } else {
                low |= group << (GROUPS - index) * GROUP_BITS;
            }
            at = end < to && !text.startsWith("::", end) ? end + 1 : end;
            if (at == to && end < to) {
                return NONE;
            }
        }
        if (index != GROUPS) {
            return NONE;
        }
        return high == 0 && low >>> 32 == IPV4 ? low : high;
    }

    /** Returns the number of written groups of 16 bits. */
    private static int groups(String text, int from, int to) {
        int groups = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean begins = c != ':' && (i == from || text.charAt(i - 1) == ':');
            groups += begins ? 1 : 0;
        }
        return text.indexOf('.', from) >= 0 ? groups + 1 : groups;
    }

    private static long hexadecimal(String text, int from, int to) {
        long value = to - from < 1 || to - from > 4 ? NONE : 0;
        for (int i = from; i < to && value >= 0; i++) {
            char c = text.charAt(i);
            // Character.digit would also take digits of other scripts.
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            value = digit < 0 ? NONE : value << 4 | digit;
        }
        return value;
    }

    /** Returns the 32 bits, or {@link #NONE}, also for leading zeros, which some programs read as octal. */
    private static long ipv4(String text, int from, int to) {
        long value = 0;
        int at = from;
        for (int part = 0; part < 4; part++) {
            int dot = part < 3 ? text.indexOf('.', at) : to;
            int digits = dot - at;
            if (dot > to || digits < 1 || digits > 3 || (digits > 1 && text.charAt(at) == '0')) {
                return NONE;
            }
            int octet = 0;
            for (; at < dot; at++) {
                int digit = text.charAt(at) - '0';
                if (digit < 0 || digit > 9) {
                    return NONE;
                }
                octet = octet * 10 + digit;
            }
            if (octet > 255) {
                return NONE;
            }
            value = value << 8 | octet;
            at = dot + 1;
        }
        return value;
    }
}
