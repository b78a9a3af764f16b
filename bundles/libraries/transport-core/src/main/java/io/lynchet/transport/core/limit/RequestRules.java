// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.transport.core.limit;

import io.lynchet.api.ErrorCode;
import java.util.List;
import java.util.Locale;

/**
 * The rules for the head of a request before it reaches the router, whatever library has parsed it. They refuse what
 * two servers in a row could read as two different requests, and what this server can't decode. The connection of a
 * refused request is closed, because the beginning of the next request is unknown.
 */
public final class RequestRules {
    private RequestRules() {}

    /**
     * The error of a request.
     *
     * @param message for the client: printable ASCII
     */
    public record Mistake(ErrorCode code, String message) {
        public static Mistake badRequest(String what) {
            return new Mistake(ErrorCode.BAD_REQUEST, what);
        }
    }

    /**
     * Returns null when the body ends where {@code chunked} says, or when there is no transfer coding.
     *
     * @param codings values of all lines of {@code Transfer-Encoding}
     * @param http11 whether the version is 1.1; earlier versions had none
     */
    public static Mistake ofCodings(List<String> codings, boolean http11) {
        if (codings.isEmpty()) {
            return null;
        }
        if (!http11) {
            return Mistake.badRequest("HTTP/1.0 has no Transfer-Encoding.");
        }
        String[] names = String.join(",", codings).toLowerCase(Locale.ROOT).split(",", -1);
        for (int i = 0; i < names.length; i++) {
            boolean last = i == names.length - 1;
            if (names[i].trim().equals("chunked") != last) {
                return Mistake.badRequest("The last Transfer-Encoding, and no other one, must be chunked.");
            }
        }
        return names.length == 1
                ? null
                : new Mistake(
                        ErrorCode.UNSUPPORTED, "Transfer-Encoding must be chunked; compress with Content-Encoding.");
    }

    /** Returns null when the target has only allowed characters. */
    public static Mistake ofTarget(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c > '~' || c == '#') {
                return Mistake.badRequest("The target is not a path of printable ASCII characters.");
            }
        }
        return null;
    }

    /**
     * Returns null when there is exactly one host, and it is that of the target.
     *
     * @param hosts values of all lines of {@code Host}
     * @param authority of a target in absolute form, as sent; null when it is a path
     * @param http11 whether the version is 1.1; in earlier versions the header could be missing
     */
    public static Mistake ofHosts(List<String> hosts, String authority, boolean http11) {
        if (hosts.isEmpty() && !http11) {
            return null;
        }
        if (hosts.size() != 1) {
            return Mistake.badRequest("A request must have exactly one Host header.");
        }
        String host = hosts.get(0);
        if (!isHost(host)) {
            return Mistake.badRequest("The Host header must be a name or an address, with or without a port.");
        }
        return authority == null || authority.equalsIgnoreCase(host)
                ? null
                : Mistake.badRequest("The Host header differs from the host of the target.");
    }

    private static boolean isHost(String host) {
        int end = host.startsWith("[") ? host.indexOf(']') + 1 : nameEnd(host);
        if (end <= 0 || host.startsWith("[") && !isAddress(host, end - 1)) {
            return false;
        }
        if (end < host.length() && host.charAt(end) != ':') {
            return false;
        }
        for (int i = end + 1; i < host.length(); i++) {
            if (host.charAt(i) < '0' || host.charAt(i) > '9') {
                return false;
            }
        }
        return host.length() - end != 1 && host.length() - end <= 6;
    }

    private static int nameEnd(String host) {
        int end = 0;
        while (end < host.length() && isNameCharacter(host.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isNameCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_';
    }

    private static boolean isAddress(String host, int bracket) {
        for (int i = 1; i < bracket; i++) {
            char c = host.charAt(i);
            if (Character.digit(c, 16) < 0 && c != ':' && c != '.' || c > '~') {
                return false;
            }
        }
        return bracket > 1;
    }
}
