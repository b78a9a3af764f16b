// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth;

import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.AttemptLimiter;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.http.Route;
import io.lynchet.api.lease.LeasedRegistry;
import io.lynchet.api.lease.ServiceRank;
import io.lynchet.api.lease.Wiring;
import io.lynchet.auth.oauth.provider.IdentityProvider;
import io.lynchet.auth.oauth.signin.BeginSignIn;
import io.lynchet.auth.oauth.signin.FinishSignIn;
import io.lynchet.auth.oauth.signin.FinishSignInByPost;
import io.lynchet.auth.oauth.signin.OAuthServices;
import io.lynchet.auth.oauth.signin.PendingSignInSchema;
import io.lynchet.auth.oauth.signin.PublicAddress;
import io.lynchet.auth.oauth.signin.SignInFlow;
import java.time.Clock;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The component that registers the routes of all providers, and the entity of pending sign-ins. */
@Component(
        name = "io.lynchet.auth.oauth.routes",
        immediate = true,
        service = {})
@Designate(ocd = OAuthComponent.Config.class)
public final class OAuthComponent {
    private static final Logger LOG = LoggerFactory.getLogger(OAuthComponent.class);

    /** The configuration of sign-in by providers. */
    @ObjectClassDefinition(name = "Lynchet sign-in by providers")
    public @interface Config {
        @AttributeDefinition(
                name = "Public address",
                description = "Scheme, host and port under which browsers reach this server, such as"
                        + " https://app.example.org. Empty: as in each request.")
        String publicUrl() default "";
    }

    private final OAuthServices services = new OAuthServices();
    private final LeasedRegistry<String, IdentityProvider> providers = new LeasedRegistry<>();
    private Wiring wiring;

    @Activate
    void activate(BundleContext context, Config config) {
        PublicAddress address = new PublicAddress(config.publicUrl());
        wiring = new Wiring(context, LOG::warn);
        wiring.track(DataService.class, services.data());
        wiring.track(Accounts.class, services.accounts());
        wiring.track(Sessions.class, services.sessions());
        wiring.track(AttemptLimiter.class, services.attempts());
        wiring.track(Audit.class, services.audit());
        wiring.each(IdentityProvider.class, (provider, reference) -> {
            ServiceRank rank = ServiceRank.of(reference);
            providers.add(provider.name(), rank.ranking(), rank.serviceId(), provider);
            return () -> providers.remove(provider.name(), provider);
        });
        SignInFlow flow = new SignInFlow(services, providers, address, Clock.systemUTC());
        wiring.register(SystemSchema.class, new PendingSignInSchema());
        wiring.register(Route.class, new BeginSignIn(flow));
        wiring.register(Route.class, new FinishSignIn(flow));
        wiring.register(Route.class, new FinishSignInByPost(flow));
    }

    @Deactivate
    void deactivate() {
        wiring.close();
    }
}
