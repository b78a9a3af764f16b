// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.provider;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.AuthMethod;
import io.lynchet.auth.oauth.request.ProviderRequests;
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

/** One provider, from one factory configuration. The first request to it comes with the first sign-in. */
@Component(
        name = "io.lynchet.auth.oauth",
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = {AuthMethod.class, IdentityProvider.class})
@Designate(ocd = ProviderComponent.Config.class, factory = true)
public final class ProviderComponent implements AuthMethod, IdentityProvider {
    /** The configuration of a provider. */
    @ObjectClassDefinition(name = "Lynchet sign-in provider")
    public @interface Config {
        @AttributeDefinition(
                name = "Name",
                description =
                        "Name in the paths: 1 to 40 lower-case letters, digits, - and _. Accounts are linked by it,"
                                + " so don't change it.")
        String name() default "";

        @AttributeDefinition(
                name = "Kind",
                description = "oidc for any OpenID Connect provider, google, or github.",
                options = {@Option("oidc"), @Option("google"), @Option("github")})
        String kind() default "oidc";

        @AttributeDefinition(name = "Label", description = "Text of the button; at most 100 characters.")
        String label() default "";

        @AttributeDefinition(
                name = "Issuer",
                description = "Issuer of an OpenID Connect provider, exactly as it names itself; https, except on"
                        + " this machine. The server trusts it about verified addresses.")
        String issuer() default "";

        @AttributeDefinition(name = "Client id", description = "Client id that the provider gave.")
        String clientId() default "";

        @AttributeDefinition(
                name = "Client secret",
                description = "Client secret that the provider gave; empty for a public client.",
                type = AttributeType.PASSWORD)
        String clientSecret() default "";

        @AttributeDefinition(
                name = "Scopes",
                description = "Scopes to ask for. Empty: openid email profile (github: read:user user:email).")
        String[] scopes() default {};

        @AttributeDefinition(
                name = "Connect timeout",
                description = "Milliseconds in which a connection to the provider must open.",
                min = "100",
                max = "30000")
        int connectTimeoutMillis() default 3_000;

        @AttributeDefinition(
                name = "Request timeout",
                description = "Milliseconds in which one request to the provider must end.",
                min = "100",
                max = "30000")
        int requestTimeoutMillis() default 5_000;

        @AttributeDefinition(name = "GitHub", description = "Base address of GitHub's pages.")
        String githubUrl() default "https://github.com";

        @AttributeDefinition(name = "GitHub API", description = "Base address of GitHub's API.")
        String githubApiUrl() default "https://api.github.com";
    }

    private final ProviderSettings settings;
    private final ProviderRequests http;
    private final IdentityProvider provider;

    @Activate
    public ProviderComponent(Config config) {
        this(config, Clock.systemUTC());
    }

    public ProviderComponent(Config config, Clock clock) {
        settings = ProviderSettings.of(config);
        http = new ProviderRequests(
                inRange(config.connectTimeoutMillis(), "connectTimeoutMillis"),
                inRange(config.requestTimeoutMillis(), "requestTimeoutMillis"));
        provider = settings.kind().equals(ProviderSettings.GITHUB)
                ? new GithubProvider(settings, http)
                : new OidcProvider(settings, http, clock);
    }

    @Deactivate
    public void deactivate() {
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
    public URI authorization(AuthorizationRequest handshake) {
        return provider.authorization(handshake);
    }

    @Override
    public Identity identify(String code, AuthorizationRequest handshake) {
        return provider.identify(code, handshake);
    }

    @Override
    public boolean isIssuer(String issuer) {
        return provider.isIssuer(issuer);
    }

    private static int inRange(int millis, String key) {
        if (millis < 100 || millis > 30_000) {
            throw new LynchetException(
                    ErrorCode.CONFIGURATION_INVALID, "io.lynchet.auth.oauth: " + key + " must be 100 to 30000");
        }
        return millis;
    }
}
