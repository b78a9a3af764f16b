// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.load;

import java.net.InetSocketAddress;
import java.net.URI;

/**
 * A server, as {@code http://host:port} with an optional path prefix.
 *
 * @param host the host as written, for the Host header
 * @param port the port, 80 when the address names none
 * @param prefix the path before every request path, without a trailing slash; often empty
 */
public record Target(String host, int port, String prefix) {

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if it is not a plain http address; the message says what is wrong
     */
    public static Target parse(String url) {
        URI uri = URI.create(url);
        if (!"http".equals(uri.getScheme())) {
            throw new IllegalArgumentException("only http:// addresses are supported, was " + url);
        }
        if (uri.getHost() == null || uri.getRawQuery() != null || uri.getUserInfo() != null) {
            throw new IllegalArgumentException("expected http://host:port, was " + url);
        }
        String path = uri.getRawPath();
        String prefix = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return new Target(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort(), prefix);
    }

    /** The address to connect to, looked up now. */
    public InetSocketAddress address() {
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new InetSocketAddress(name, port);
    }

    /** The value of the Host header. */
    public String authority() {
        return host + ":" + port;
    }

    /** The whole address of a path. */
    public URI resolve(String path) {
        return URI.create("http://" + authority() + prefix + path);
    }

    @Override
    public String toString() {
        return "http://" + authority() + prefix;
    }
}
