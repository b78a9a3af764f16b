// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth;

import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.Attempts;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.http.Route;
import io.lynchet.api.lease.LeasedRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Offers the routes, which serve all providers, and the entity of what has begun. */
@Component(
        name = "io.lynchet.auth.oauth.routes",
        immediate = true,
        service = {})
@Designate(ocd = RoutesComponent.Config.class)
public final class RoutesComponent {
    /** Configuration. */
    @ObjectClassDefinition(name = "Lynchet sign-in by providers")
    public @interface Config {
        @AttributeDefinition(
                name = "Public address",
                description = "Scheme, host and port under which browsers see this server, such as"
                        + " https://app.example.org; empty to take it from each request.")
        String publicUrl() default "";
    }

    private final AuthServices services = new AuthServices();
    private final LeasedRegistry<String, IdentityProvider> providers = new LeasedRegistry<>();
    private List<ServiceRegistration<?>> registrations = List.of();

    @Activate
    void activate(BundleContext context, Config config) {
        SignInFlow flow = new SignInFlow(services, providers, new PublicAddress(config.publicUrl()), Clock.systemUTC());
        registrations = List.of(
                context.registerService(SystemSchema.class, new StateSchema(), null),
                context.registerService(Route.class, new BeginSignIn(flow), null),
                context.registerService(Route.class, new FinishSignIn(flow), null),
                context.registerService(Route.class, new FinishSignInByPost(flow), null));
    }

    @Deactivate
    void deactivate() {
        registrations.forEach(ServiceRegistration::unregister);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindProvider(IdentityProvider provider, Map<String, Object> properties) {
        Object ranking = properties.get(Constants.SERVICE_RANKING);
        long serviceId = (Long) properties.get(Constants.SERVICE_ID);
        providers.add(provider.name(), ranking instanceof Integer given ? given : 0, serviceId, provider);
    }

    void unbindProvider(IdentityProvider provider) {
        providers.remove(provider.name(), provider);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindData(DataService service) {
        services.data().bind(service);
    }

    void unbindData(DataService service) {
        services.data().unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAccounts(Accounts service) {
        services.accounts().bind(service);
    }

    void unbindAccounts(Accounts service) {
        services.accounts().unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindSessions(Sessions service) {
        services.sessions().bind(service);
    }

    void unbindSessions(Sessions service) {
        services.sessions().unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAttempts(Attempts service) {
        services.attempts().bind(service);
    }

    void unbindAttempts(Attempts service) {
        services.attempts().unbind(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindAudit(Audit service) {
        services.audit().bind(service);
    }

    void unbindAudit(Audit service) {
        services.audit().unbind(service);
    }
}
