// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A check whether a request comes from the developer's own pages and tools. A server in development may show such a
 * request the codes that it otherwise mails. A foreign page, open in the same browser, must not learn them, even when
 * all origins may send cross-origin requests.
 */
public final class OwnOrigin {
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private OwnOrigin() {}

    /**
     * Returns whether the request comes from an own page or tool. True without an {@code Origin}, which browsers send
     * with every request that changes something. True for pages of this machine ({@code localhost}, loopback
     * addresses). True for pages of this server, if named by its address: anybody's host name could point here.
     */
    public static boolean sent(Request request) {
        String origin = request.header("Origin");
        if (origin == null) {
            return true;
        }
        URI page;
        try {
            page = new URI(origin);
        } catch (URISyntaxException e) {
            return false;
        }
        String host = page.getHost();
        if (host == null) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT);
        return isLoopback(name) || (isAddress(name) && page.getRawAuthority().equalsIgnoreCase(request.header("Host")));
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("[::1]")
                || (host.startsWith("127.") && IPV4.matcher(host).matches());
    }

    private static boolean isAddress(String host) {
        return host.startsWith("[") || IPV4.matcher(host).matches();
    }
}
