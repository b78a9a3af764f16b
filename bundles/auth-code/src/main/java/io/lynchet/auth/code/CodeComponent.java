// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.AttemptLimiter;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.AuthMethod;
import io.lynchet.api.auth.Mailer;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.http.Route;
import io.lynchet.api.lease.Wiring;
import java.time.Clock;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component of sign-in by code. It registers the routes and the entity, and the method while a code can reach its
 * owner: with a mailer, or in development. The services it needs come and go; it has no configuration.
 */
@Component(
        name = "io.lynchet.auth.code",
        immediate = true,
        service = {})
public final class CodeComponent {
    private static final Logger LOG = LoggerFactory.getLogger(CodeComponent.class);

    private final CodeServices parts = new CodeServices();
    private Wiring wiring;
    private ServiceRegistration<AuthMethod> method;
    private BundleContext context;
    private boolean dev;

    @Activate
    void activate(BundleContext bundle) {
        boolean inDevelopment = Boolean.parseBoolean(bundle.getProperty("lynchet.dev"));
        Clock clock = Clock.systemUTC();
        wiring = new Wiring(bundle, LOG::warn);
        wiring.track(DataService.class, parts.data());
        wiring.track(Accounts.class, parts.accounts());
        wiring.track(Sessions.class, parts.sessions());
        wiring.track(AttemptLimiter.class, parts.attempts());
        wiring.track(Audit.class, parts.audit());
        wiring.track(Mailer.class, parts.mailer(), this::offer);
        wiring.own(this::end);
        wiring.register(SystemSchema.class, new CodeSchema());
        wiring.register(Route.class, new SendCode(parts, clock, inDevelopment));
        wiring.register(Route.class, new VerifyCode(parts, clock));
        synchronized (this) {
            context = bundle;
            dev = inDevelopment;
        }
        offer();
    }

    @Deactivate
    void deactivate() {
        wiring.close();
    }

    private synchronized void end() {
        context = null;
        takeBack();
    }

    // A mailer may come before the routes are registered, and after they are gone.
    private synchronized void offer() {
        boolean possible = dev || parts.mailer().isBound();
        if (possible && method == null && context != null) {
            method = context.registerService(AuthMethod.class, new CodeMethod(), null);
        } else if (!possible) {
            takeBack();
        }
    }

    private void takeBack() {
        if (method != null) {
            method.unregister();
            method = null;
        }
    }
}
