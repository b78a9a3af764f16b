// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import io.lynchet.auth.jwt.key.SigningAlgorithm;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The checked configuration of an issuer.
 *
 * @param audiences the names of this server, of which a token must have one; empty to accept any
 * @param secret with {@link SigningAlgorithm#HS256}, else null
 * @param jwksUrl the address of the issuer's keys; null with {@link SigningAlgorithm#HS256}
 * @param mintLife the lifetime of minted tokens, or null when none are minted
 */
record IssuerSettings(
        String issuer,
        Set<String> audiences,
        Set<SigningAlgorithm> algorithms,
        String secret,
        URI jwksUrl,
        ClaimNames claims,
        Duration clockSkew,
        Duration lifeMax,
        Duration mintLife,
        Duration connectTimeout,
        Duration requestTimeout) {
    private static final int SECRET_BYTES_LEAST = 32;
    private static final int VALUE_CHARS_MAX = 500;
    private static final int LIST_MAX = 50;
    // Their meaning is fixed, so no configured claim may have these names.
    private static final Set<String> REGISTERED = Set.of("iss", "aud", "exp", "nbf", "iat", "email_verified");

    /** Checks a configuration. Fails with {@code CONFIGURATION_INVALID} and all wrong keys. */
    static IssuerSettings of(IssuerComponent.Config config) {
        SettingProblems problems = new SettingProblems();
        problems.check(isName(config.issuer()), "issuer", "1 to 500 characters, exactly as in the tokens");
        checkAudiences(config, problems);
        Set<SigningAlgorithm> algorithms = algorithms(config.algorithms(), problems);
        boolean shared = algorithms.contains(SigningAlgorithm.HS256);
        checkKeys(config, algorithms, problems);
        checkClaims(config, problems);
        checkNumbers(config, problems);
        checkMint(config, shared, problems);
        problems.throwIfAny();
        return new IssuerSettings(
                config.issuer(),
                Set.of(config.audiences()),
                algorithms,
                shared ? config.secret() : null,
                shared ? null : URI.create(config.jwksUrl()),
                new ClaimNames(
                        config.userIdClaim(),
                        config.rolesClaim(),
                        config.tenantClaim(),
                        config.emailClaim(),
                        config.userIdPrefix()),
                Duration.ofSeconds(config.clockSkewSeconds()),
                Duration.ofSeconds(config.tokenLifeSecondsMax()),
                config.mint() ? Duration.ofSeconds(config.mintLifeSeconds()) : null,
                Duration.ofMillis(config.connectTimeoutMillis()),
                Duration.ofMillis(config.requestTimeoutMillis()));
    }

    private static void checkAudiences(IssuerComponent.Config config, SettingProblems problems) {
        List<String> given = List.of(config.audiences());
        problems.check(
                given.size() <= LIST_MAX
                        && given.stream().allMatch(IssuerSettings::isName)
                        && new TreeSet<>(given).size() == given.size(),
                "audiences",
                "at most 50 different names of 1 to 500 characters");
        problems.check(
                given.isEmpty() == config.anyAudience(),
                "audiences",
                "one or more names of this server, or empty when anyAudience is set");
    }

    private static Set<SigningAlgorithm> algorithms(String[] names, SettingProblems problems) {
        Set<SigningAlgorithm> algorithms = EnumSet.noneOf(SigningAlgorithm.class);
        Stream.of(names).forEach(name -> SigningAlgorithm.named(name).ifPresent(algorithms::add));
        boolean mixed = algorithms.contains(SigningAlgorithm.HS256) && algorithms.size() > 1;
        // An attacker who knows the public keys must not be able to use one of them as a secret.
        problems.check(
                names.length > 0 && algorithms.size() == names.length && !mixed,
                "algorithms",
                "HS256 alone, or RS256, ES256 or both");
        return algorithms;
    }

    private static void checkKeys(
            IssuerComponent.Config config, Set<SigningAlgorithm> algorithms, SettingProblems problems) {
        if (algorithms.isEmpty()) {
            return;
        }
        if (algorithms.contains(SigningAlgorithm.HS256)) {
            int bytes = config.secret().getBytes(StandardCharsets.UTF_8).length;
            problems.check(
                    bytes >= SECRET_BYTES_LEAST && config.secret().length() <= VALUE_CHARS_MAX,
                    "secret",
                    "at least 32 bytes for HS256, and at most 500 characters");
            problems.check(config.jwksUrl().isEmpty(), "jwksUrl", "empty for HS256");
        } else {
            problems.check(config.secret().isEmpty(), "secret", "empty for RS256 and ES256");
            problems.check(
                    isSafe(config.jwksUrl()), "jwksUrl", "an https address, or http on this machine, without user");
        }
    }

    private static void checkClaims(IssuerComponent.Config config, SettingProblems problems) {
        problems.check(
                isName(config.userIdClaim()) && !REGISTERED.contains(config.userIdClaim()),
                "userIdClaim",
                "the name of a claim, such as sub");
        checkOptional(config.rolesClaim(), "rolesClaim", problems);
        checkOptional(config.tenantClaim(), "tenantClaim", problems);
        checkOptional(config.emailClaim(), "emailClaim", problems);
        List<String> read = Stream.of(config.userIdClaim(), config.rolesClaim(), config.tenantClaim())
                .filter(name -> !name.isEmpty())
                .toList();
        problems.check(
                read.stream().distinct().count() == read.size(),
                "userIdClaim",
                "another claim than rolesClaim and tenantClaim, which must differ from each other, too");
        problems.check(
                config.userIdPrefix().isEmpty()
                        || isName(config.userIdPrefix())
                                && config.userIdPrefix().length() <= 50,
                "userIdPrefix",
                "at most 50 characters");
    }

    private static void checkOptional(String claim, String key, SettingProblems problems) {
        problems.check(
                claim.isEmpty() || isName(claim) && !REGISTERED.contains(claim) && !claim.equals("sub"),
                key,
                "empty, or the name of a claim of its own");
    }

    private static void checkNumbers(IssuerComponent.Config config, SettingProblems problems) {
        checkRange(config.clockSkewSeconds(), 0, 300, "clockSkewSeconds", problems);
        checkRange(config.tokenLifeSecondsMax(), 60, 31_536_000, "tokenLifeSecondsMax", problems);
        checkRange(config.mintLifeSeconds(), 60, 3_600, "mintLifeSeconds", problems);
        checkRange(config.connectTimeoutMillis(), 100, 30_000, "connectTimeoutMillis", problems);
        checkRange(config.requestTimeoutMillis(), 100, 30_000, "requestTimeoutMillis", problems);
    }

    private static void checkRange(int value, int least, int most, String key, SettingProblems problems) {
        problems.check(value >= least && value <= most, key, least + " to " + most);
    }

    private static void checkMint(IssuerComponent.Config config, boolean shared, SettingProblems problems) {
        if (!config.mint()) {
            return;
        }
        problems.check(shared, "mint", "false unless the algorithm is HS256");
        // A token that is minted here for a user has to be that user's when it comes back.
        problems.check(config.userIdPrefix().isEmpty(), "userIdPrefix", "empty when mint is set");
        problems.check(
                !config.userIdClaim().equals(config.emailClaim()),
                "userIdClaim",
                "another claim than emailClaim when mint is set");
        problems.check(
                config.mintLifeSeconds() <= config.tokenLifeSecondsMax(),
                "mintLifeSeconds",
                "at most tokenLifeSecondsMax");
    }

    private static boolean isName(String text) {
        return !text.isBlank()
                && text.length() <= VALUE_CHARS_MAX
                && text.chars().noneMatch(Character::isISOControl);
    }

    /**
     * Tells whether nothing in between can change a response from the address. Looks nothing up, since the result could
     * change.
     */
    private static boolean isSafe(String address) {
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException e) {
            return false;
        }
        String host = uri.getHost();
        if (host == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            return false;
        }
        boolean here = host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
        return "https".equals(uri.getScheme()) || here && "http".equals(uri.getScheme());
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "issuer " + issuer;
    }
}
