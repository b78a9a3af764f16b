// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.provider;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * The checked configuration of a provider.
 *
 * @param issuer of OpenID Connect; null for GitHub
 * @param githubUrl the base address of GitHub's pages, and {@code githubApiUrl} that of its API; null for the others
 */
record ProviderSettings(
        String name,
        String kind,
        String label,
        String issuer,
        String clientId,
        String clientSecret,
        List<String> scopes,
        String githubUrl,
        String githubApiUrl) {
    static final String OIDC = "oidc";
    static final String GOOGLE = "google";
    static final String GITHUB = "github";

    private static final String GOOGLE_ISSUER = "https://accounts.google.com";
    private static final int VALUE_CHARS_MAX = 500;
    // The names of the other methods, whose paths and links must stay theirs.
    private static final Set<String> TAKEN = Set.of("password", "code", "guest");

    /** Checks a configuration. Fails with {@code CONFIGURATION_INVALID} and the name of the wrong key. */
    static ProviderSettings of(ProviderComponent.Config config) {
        check(config.name().matches("[a-z0-9][a-z0-9_-]{0,39}"), "name", "lower-case letters, digits, - and _");
        check(!TAKEN.contains(config.name()), "name", "another name: another sign-in method has this one");
        boolean github = config.kind().equals(GITHUB);
        check(github || config.kind().equals(OIDC) || config.kind().equals(GOOGLE), "kind", "oidc, google or github");
        String issuer = config.kind().equals(GOOGLE) && config.issuer().isEmpty() ? GOOGLE_ISSUER : config.issuer();
        check(github ? issuer.isEmpty() : isSafe(issuer), "issuer", "an https address (none for github)");
        check(isValue(config.clientId()) && !config.clientId().isEmpty(), "clientId", "1 to 500 characters");
        check(isValue(config.clientSecret()), "clientSecret", "at most 500 characters");
        check(!github || isSafe(config.githubUrl()), "githubUrl", "an https address");
        check(!github || isSafe(config.githubApiUrl()), "githubApiUrl", "an https address");
        List<String> scopes = scopes(config.scopes(), github);
        check(github || scopes.contains("openid"), "scopes", "a list with openid in it");
        String label = config.label().isBlank() ? label(config) : config.label();
        check(label.length() <= 100, "label", "at most 100 characters");
        return new ProviderSettings(
                config.name(),
                config.kind(),
                label,
                github ? null : issuer,
                config.clientId(),
                config.clientSecret(),
                scopes,
                github ? withoutSlash(config.githubUrl()) : null,
                github ? withoutSlash(config.githubApiUrl()) : null);
    }

    /** Tells whether nothing in between can change a response from the address: HTTPS, or this machine. */
    static boolean isSafe(String address) {
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException e) {
            return false;
        }
        boolean plain = uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
        return plain && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) && isLoopback(uri));
    }

    /** Accepts literal addresses and the reserved name only. Looks nothing up, since the result could change. */
    static boolean isLoopback(URI uri) {
        String host = uri.getHost();
        return host != null
                && (host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}"));
    }

    static String withoutSlash(String address) {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    private static List<String> scopes(String[] wanted, boolean github) {
        for (String scope : wanted) {
            check(scope.matches("[!#-\\[\\]-~]{1,200}"), "scopes", "words without spaces");
        }
        if (wanted.length > 0) {
            return List.of(wanted);
        }
        return github ? List.of("read:user", "user:email") : List.of("openid", "email", "profile");
    }

    private static String label(ProviderComponent.Config config) {
        return switch (config.kind()) {
            case GOOGLE -> "Google";
            case GITHUB -> "GitHub";
            default -> config.name();
        };
    }

    private static boolean isValue(String text) {
        return text.length() <= VALUE_CHARS_MAX && text.chars().noneMatch(Character::isISOControl);
    }

    private static void check(boolean good, String key, String wanted) {
        if (!good) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID, "io.lynchet.auth.oauth: " + key + " must be " + wanted);
        }
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return kind + " provider " + name;
    }
}
