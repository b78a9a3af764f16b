// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.AppModel;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonTree;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.function.Supplier;

/** Where a browser may be sent after signing in: to this server, or to an origin that the manifest trusts. */
final class ReturnAddress {
    private static final int CHARS_MAX = 2_000;

    private ReturnAddress() {}

    /** The address as it is, null for null; {@code UNTRUSTED_REDIRECT}. */
    static String trusted(String address, Supplier<AppModel> app) {
        if (address == null) {
            return null;
        }
        // Browsers take a backslash for a slash and leave tabs and line breaks out; nothing of that gets further.
        boolean plain = !address.isEmpty()
                && address.length() <= CHARS_MAX
                && address.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
        if (!plain || !isLocal(address) && !isTrusted(origin(address), app)) {
            throw new LynchetException(
                    ErrorCode.UNTRUSTED_REDIRECT, "The address to return to is neither here nor of a trusted origin.");
        }
        return address;
    }

    /** The address with one more parameter in its query. */
    static String with(String address, String name, String value) {
        int hash = address.indexOf('#');
        String main = hash < 0 ? address : address.substring(0, hash);
        String fragment = hash < 0 ? "" : address.substring(hash);
        String separator = main.indexOf('?') < 0 ? "?" : "&";
        return main + separator + name + "=" + Outgoing.encode(value) + fragment;
    }

    private static boolean isLocal(String address) {
        return address.charAt(0) == '/' && (address.length() == 1 || address.charAt(1) != '/');
    }

    /** Scheme, host and port, the latter without the scheme's own; null when there is something odd. */
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
