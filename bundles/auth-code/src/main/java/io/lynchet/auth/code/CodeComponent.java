// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.Attempts;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.AuthMethod;
import io.lynchet.api.auth.Mailer;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.http.Route;
import java.time.Clock;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Offers the routes and the entity, and the method as long as a code can reach somebody: with a mailer, or in development. The parts it needs come
 * and go; it has nothing to configure.
 */
@Component(
        name = "io.lynchet.auth.code",
        immediate = true,
        service = {})
public final class CodeComponent {
    private final Parts parts = new Parts();
    private List<ServiceRegistration<?>> registrations = List.of();
    private ServiceRegistration<AuthMethod> method;
    private BundleContext context;
    private boolean dev;

    @Activate
    void activate(BundleContext bundle) {
        synchronized (this) {
            context = bundle;
            dev = Boolean.parseBoolean(bundle.getProperty("lynchet.dev"));
        }
        Clock clock = Clock.systemUTC();
        registrations = List.of(
                bundle.registerService(SystemSchema.class, new CodeSchema(), null),
                bundle.registerService(Route.class, new SendCode(parts, clock, dev), null),
                bundle.registerService(Route.class, new VerifyCode(parts, clock), null));
        offer();
    }

    @Deactivate
    void deactivate() {
        registrations.forEach(ServiceRegistration::unregister);
        synchronized (this) {
            context = null;
            takeBack();
        }
    }

    // A mailer may come before the activation, too.
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

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindData(DataService service) {
        parts.data().bind(service);
    }

    void unbindData(DataService service) {
        parts.data().unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAccounts(Accounts service) {
        parts.accounts().bind(service);
    }

    void unbindAccounts(Accounts service) {
        parts.accounts().unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSessions(Sessions service) {
        parts.sessions().bind(service);
    }

    void unbindSessions(Sessions service) {
        parts.sessions().unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAttempts(Attempts service) {
        parts.attempts().bind(service);
    }

    void unbindAttempts(Attempts service) {
        parts.attempts().unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAudit(Audit service) {
        parts.audit().bind(service);
    }

    void unbindAudit(Audit service) {
        parts.audit().unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMailer(Mailer service) {
        parts.mailer().bind(service);
        offer();
    }

    void unbindMailer(Mailer service) {
        parts.mailer().unbind(service);
        offer();
    }
}
