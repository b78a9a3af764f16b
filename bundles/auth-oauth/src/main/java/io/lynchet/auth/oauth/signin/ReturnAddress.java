// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.signin;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.AppModel;
import io.lynchet.auth.oauth.request.ProviderRequests;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The check of the address to which a browser goes after signing in: on this server, or at an origin that the manifest
 * trusts.
 */
final class ReturnAddress {
    private static final int CHARS_MAX = 2_000;

    private ReturnAddress() {}

    /** Returns the address unchanged, or null for null. Fails with {@code UNTRUSTED_REDIRECT}. */
    static String trusted(String address, Supplier<AppModel> app) {
        if (address == null) {
            return null;
        }
        // Browsers read a backslash as a slash and skip tabs and line breaks; none of these is accepted.
        boolean plain = !address.isEmpty()
                && address.length() <= CHARS_MAX
                && address.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
        if (!plain || !isLocal(address) && !isTrusted(origin(address), app)) {
            throw new LynchetException(
                    ErrorCode.UNTRUSTED_REDIRECT,
                    "The address to return to is neither on this server nor of a trusted origin.");
        }
        return address;
    }

    /** Returns the address with one more parameter in its query. */
    static String with(String address, String name, String value) {
        int hash = address.indexOf('#');
        String main = hash < 0 ? address : address.substring(0, hash);
        String fragment = hash < 0 ? "" : address.substring(hash);
        String separator = main.indexOf('?') < 0 ? "?" : "&";
        return main + separator + name + "=" + ProviderRequests.encode(value) + fragment;
    }

    private static boolean isLocal(String address) {
        return address.charAt(0) == '/' && (address.length() == 1 || address.charAt(1) != '/');
    }

    /** Returns scheme, host and port, without the scheme's default port; null when the address is malformed. */
    private static String origin(String address) {
        URI uri;
        try {
            uri = new URI(address).parseServerAuthority();
        } catch (URISyntaxException e) {
            return null;
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("https") || scheme.equals("http");
        if (!web || uri.getHost() == null || uri.getRawAuthority().indexOf('@') >= 0) {
            return null;
        }
        int own = scheme.equals("https") ? 443 : 80;
        String port = uri.getPort() < 0 || uri.getPort() == own ? "" : ":" + uri.getPort();
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
    }

    private static boolean isTrusted(String origin, Supplier<AppModel> app) {
        if (origin == null) {
            return false;
        }
        JsonNode manifest = JsonTree.read(app.get().manifest().document().text(), "$");
        if (!(manifest instanceof JsonNode.ObjectNode object)
                || !(object.get("auth") instanceof JsonNode.ObjectNode auth)
                || !(auth.get("trusted_origins") instanceof JsonNode.ArrayNode origins)) {
            return false;
        }
        return origins.items().stream()
                .anyMatch(item -> item instanceof JsonNode.StringNode text && origin.equals(origin(text.value())));
    }
}
