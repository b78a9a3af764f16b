// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import io.lynchet.api.auth.TokenVerifier;
import io.lynchet.api.principal.Caller;
import io.lynchet.auth.jwt.key.KeyDownload;
import io.lynchet.auth.jwt.key.KeySet;
import io.lynchet.auth.jwt.key.PublishedKeys;
import io.lynchet.auth.jwt.key.SharedSecret;
import java.time.Clock;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * One issuer, from one factory configuration. Its keys are fetched when its first token comes. When the issuer goes,
 * its tokens are refused.
 */
@Component(
        name = "io.lynchet.auth.jwt",
        immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = {TokenVerifier.class, JwtIssuer.class})
@Designate(ocd = IssuerComponent.Config.class, factory = true)
public final class IssuerComponent implements TokenVerifier, JwtIssuer {
    /** The configuration of an issuer. */
    @ObjectClassDefinition(name = "Lynchet token issuer")
    public @interface Config {
        @AttributeDefinition(
                name = "Issuer",
                description = "Issuer of the tokens, exactly as in their claim iss. One configuration for each issuer.")
        String issuer() default "";

        @AttributeDefinition(
                name = "Audiences",
                description = "Names of this server. A token must have one of them in its claim aud; at most 50.")
        String[] audiences() default {};

        @AttributeDefinition(
                name = "Any audience",
                description = "Accepts tokens for any audience, also those for other services. Then audiences must be"
                        + " empty.")
        boolean anyAudience() default false;

        @AttributeDefinition(
                name = "Algorithms",
                description = "Signature algorithms that are accepted: HS256 alone, or RS256, ES256 or both.")
        String[] algorithms() default {};

        @AttributeDefinition(
                name = "Secret",
                description = "For HS256: the secret that the issuer shares, at least 32 bytes.",
                type = AttributeType.PASSWORD)
        String secret() default "";

        @AttributeDefinition(
                name = "Keys",
                description = "For RS256 and ES256: the address of the issuer's keys (JWKS); https, except on this"
                        + " machine.")
        String jwksUrl() default "";

        @AttributeDefinition(
                name = "User claim",
                description = "Claim with the user's id. Without userIdPrefix the issuer can name the accounts of"
                        + " this server.")
        String userIdClaim() default "sub";

        @AttributeDefinition(
                name = "User id prefix",
                description = "Prefix of the issuer's user ids, such as acme:, so that they differ from all others;"
                        + " at most 50 characters.")
        String userIdPrefix() default "";

        @AttributeDefinition(
                name = "Roles claim",
                description = "Claim with the roles, as an array or separated by spaces; empty to read none.")
        String rolesClaim() default "roles";

        @AttributeDefinition(
                name = "Organisation claim",
                description = "Claim with the active organisation, which is not checked; empty to read none.")
        String tenantClaim() default "tenant_id";

        @AttributeDefinition(
                name = "Address claim",
                description = "Claim with the email address, which counts when email_verified is true; empty to read"
                        + " none.")
        String emailClaim() default "email";

        @AttributeDefinition(
                name = "Clock skew",
                description = "Seconds by which the issuer's clock may differ from this one.",
                min = "0",
                max = "300")
        int clockSkewSeconds() default 60;

        @AttributeDefinition(
                name = "Longest lifetime",
                description = "Longest lifetime of a token in seconds; tokens with a longer one are refused.",
                min = "60",
                max = "31536000")
        int tokenLifeSecondsMax() default 86_400;

        @AttributeDefinition(
                name = "Mint",
                description = "For HS256: POST /api/auth/jwt exchanges sessions for tokens of this issuer. For one"
                        + " issuer only.")
        boolean mint() default false;

        @AttributeDefinition(
                name = "Lifetime of minted tokens",
                description = "Lifetime of a minted token in seconds; it can't be revoked earlier.",
                min = "60",
                max = "3600")
        int mintLifeSeconds() default 900;

        @AttributeDefinition(
                name = "Connect timeout",
                description = "Milliseconds in which a connection to the issuer must open.",
                min = "100",
                max = "30000")
        int connectTimeoutMillis() default 3_000;

        @AttributeDefinition(
                name = "Request timeout",
                description = "Milliseconds in which the keys must be fetched.",
                min = "100",
                max = "30000")
        int requestTimeoutMillis() default 5_000;
    }

    private final IssuerSettings settings;
    private final KeyDownload download;
    private final TrustedIssuer tokens;
    private final TokenMint mint;

    @Activate
    public IssuerComponent(Config config) {
        this(config, Clock.systemUTC());
    }

    IssuerComponent(Config config, Clock clock) {
        settings = IssuerSettings.of(config);
        if (settings.jwksUrl() == null) {
            SharedSecret secret = new SharedSecret(settings.secret());
            download = null;
            tokens = new TrustedIssuer(settings, secret, clock);
            mint = settings.mintLife() == null ? null : new TokenMint(settings, secret, clock);
        } else {
            download = new KeyDownload(settings.jwksUrl(), settings.connectTimeout(), settings.requestTimeout());
            PublishedKeys keys = new PublishedKeys(settings.issuer(), () -> KeySet.read(download.get()), clock);
            tokens = new TrustedIssuer(settings, keys, clock);
            mint = null;
        }
    }

    @Deactivate
    void deactivate() {
        if (download != null) {
            download.close();
        }
    }

    @Override
    public Optional<Caller> callerOf(String token) {
        return tokens.callerOf(token);
    }

    @Override
    public String issuer() {
        return settings.issuer();
    }

    @Override
    public Optional<TokenMint> mint() {
        return Optional.ofNullable(mint);
    }
}
