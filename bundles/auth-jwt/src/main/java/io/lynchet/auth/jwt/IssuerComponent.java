// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import io.lynchet.api.auth.Caller;
import io.lynchet.api.auth.ForeignTokens;
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

/** One issuer, by one factory configuration. Its keys are not asked for before a token of it comes. When it goes, its tokens are refused. */
@Component(
        name = "io.lynchet.auth.jwt",
        immediate = true,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = {ForeignTokens.class, JwtIssuer.class})
@Designate(ocd = IssuerComponent.Config.class, factory = true)
public final class IssuerComponent implements ForeignTokens, JwtIssuer {
    /** Configuration. */
    @ObjectClassDefinition(name = "Lynchet issuer of tokens")
    public @interface Config {
        @AttributeDefinition(
                name = "Issuer",
                description = "Who signs the tokens, exactly as their claim iss has it. One configuration for each.")
        String issuer() default "";

        @AttributeDefinition(
                name = "Audiences",
                description = "Names of this server; a token has to have one of them in its claim aud.")
        String[] audiences() default {};

        @AttributeDefinition(
                name = "Any audience",
                description = "Takes tokens whomever they are for, also those for other services; then audiences has to"
                        + " be empty.")
        boolean anyAudience() default false;

        @AttributeDefinition(
                name = "Algorithms",
                description = "What may have signed the tokens: HS256 alone, or RS256, ES256 or both.")
        String[] algorithms() default {};

        @AttributeDefinition(
                name = "Secret",
                description = "For HS256: shared with the issuer, at least 32 bytes.",
                type = AttributeType.PASSWORD)
        String secret() default "";

        @AttributeDefinition(
                name = "Keys",
                description = "For RS256 and ES256: where the issuer publishes its keys (JWKS); https, except on this"
                        + " machine.")
        String jwksUrl() default "";

        @AttributeDefinition(
                name = "User claim",
                description = "Claim with the user's id. The issuer decides who is who: without a prefix it can name"
                        + " the accounts of this server.")
        String userIdClaim() default "sub";

        @AttributeDefinition(
                name = "User id prefix",
                description = "Goes before the issuer's user ids, such as acme:, so that they are nobody else's; at"
                        + " most 50 characters.")
        String userIdPrefix() default "";

        @AttributeDefinition(
                name = "Roles claim",
                description = "Claim with the roles, as an array or separated by spaces; empty to read none.")
        String rolesClaim() default "roles";

        @AttributeDefinition(
                name = "Organisation claim",
                description = "Claim with the active organisation, which nobody checks; empty to read none.")
        String tenantClaim() default "tenant_id";

        @AttributeDefinition(
                name = "Address claim",
                description = "Claim with the email address, which counts when email_verified is true; empty to read"
                        + " none.")
        String emailClaim() default "email";

        @AttributeDefinition(
                name = "Clock skew",
                description = "Seconds that the issuer's clock may differ from this one.",
                min = "0",
                max = "300")
        int clockSkewSeconds() default 60;

        @AttributeDefinition(
                name = "Longest life",
                description = "Seconds that a token may be valid in all; longer ones are refused.",
                min = "60",
                max = "31536000")
        int tokenLifeSecondsMax() default 86_400;

        @AttributeDefinition(
                name = "Mint",
                description = "For HS256: exchanges sessions for tokens of this issuer at POST /api/auth/jwt. For one"
                        + " issuer only.")
        boolean mint() default false;

        @AttributeDefinition(
                name = "Life of minted tokens",
                description = "Seconds until a minted token expires; it can't be revoked before.",
                min = "60",
                max = "3600")
        int mintLifeSeconds() default 900;

        @AttributeDefinition(
                name = "Connect timeout",
                description = "Milliseconds until a connection to the issuer has to be there.",
                min = "100",
                max = "30000")
        int connectTimeoutMillis() default 3_000;

        @AttributeDefinition(
                name = "Request timeout",
                description = "Milliseconds that fetching the keys may take in all.",
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
