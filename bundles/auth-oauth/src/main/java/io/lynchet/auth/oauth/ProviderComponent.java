// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.AuthMethod;
import java.net.URI;
import java.time.Clock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** One provider, by one factory configuration. Nothing is asked of it before somebody signs in. */
@Component(
        name = "io.lynchet.auth.oauth",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = {AuthMethod.class, IdentityProvider.class})
@Designate(ocd = ProviderComponent.Config.class, factory = true)
public final class ProviderComponent implements AuthMethod, IdentityProvider {
    /** Configuration. */
    @ObjectClassDefinition(name = "Lynchet sign-in provider")
    public @interface Config {
        @AttributeDefinition(
                name = "Name",
                description =
                        "Part of the addresses: lower-case letters, digits, - and _; 1 to 40. People are linked by"
                                + " it, so don't change it.")
        String name() default "";

        @AttributeDefinition(
                name = "Kind",
                description = "oidc for any OpenID Connect provider, google, or github.",
                options = {@Option("oidc"), @Option("google"), @Option("github")})
        String kind() default "oidc";

        @AttributeDefinition(name = "Label", description = "What a button says; at most 100 characters.")
        String label() default "";

        @AttributeDefinition(
                name = "Issuer",
                description = "Address of an OpenID Connect provider, exactly as it names itself; https, except on this"
                        + " machine. What it says about verified addresses is believed.")
        String issuer() default "";

        @AttributeDefinition(name = "Client id", description = "As the provider gave it.")
        String clientId() default "";

        @AttributeDefinition(
                name = "Client secret",
                description = "As the provider gave it; empty for a public client.",
                type = AttributeType.PASSWORD)
        String clientSecret() default "";

        @AttributeDefinition(
                name = "Scopes",
                description = "What is asked for; empty for openid email profile (github: read:user user:email).")
        String[] scopes() default {};

        @AttributeDefinition(
                name = "Connect timeout",
                description = "Milliseconds until a connection has to be there.",
                min = "100",
                max = "30000")
        int connectTimeoutMillis() default 3_000;

        @AttributeDefinition(
                name = "Request timeout",
                description = "Milliseconds that one request to the provider may take in all.",
                min = "100",
                max = "30000")
        int requestTimeoutMillis() default 5_000;

        @AttributeDefinition(name = "GitHub", description = "Base address of GitHub's pages.")
        String githubUrl() default "https://github.com";

        @AttributeDefinition(name = "GitHub API", description = "Base address of GitHub's API.")
        String githubApiUrl() default "https://api.github.com";
    }

    private final ProviderSettings settings;
    private final Outgoing http;
    private final IdentityProvider provider;

    @Activate
    public ProviderComponent(Config config) {
        this(config, Clock.systemUTC());
    }

    ProviderComponent(Config config, Clock clock) {
        settings = ProviderSettings.of(config);
        http = new Outgoing(
                inRange(config.connectTimeoutMillis(), "connectTimeoutMillis"),
                inRange(config.requestTimeoutMillis(), "requestTimeoutMillis"));
        provider = settings.kind().equals(ProviderSettings.GITHUB)
                ? new GithubProvider(settings, http)
                : new OidcProvider(settings, http, clock);
    }

    @Deactivate
    void deactivate() {
        http.close();
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public String label() {
        return settings.label();
    }

    @Override
    public String kind() {
        return "oauth";
    }

    @Override
    public String path() {
        return "/api/auth/login/" + settings.name();
    }

    @Override
    public URI authorization(Handshake handshake) {
        return provider.authorization(handshake);
    }

    @Override
    public Identity identify(String code, Handshake handshake) {
        return provider.identify(code, handshake);
    }

    @Override
    public boolean isIssuer(String issuer) {
        return provider.isIssuer(issuer);
    }

    private static int inRange(int millis, String key) {
        if (millis < 100 || millis > 30_000) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID, "io.lynchet.auth.oauth: " + key + " has to be 100 to 30000");
        }
        return millis;
    }
}
