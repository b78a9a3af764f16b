// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp;

import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.Attempts;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Authenticator;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.SystemRows;
import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.http.Route;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
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
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Offers the routes, the entities, and what goes with an account. The parts it needs come and go; the key of secrets is there from the start. */
@Component(
        name = "io.lynchet.auth.totp",
        immediate = true,
        service = {})
@Designate(ocd = TotpComponent.Config.class)
public final class TotpComponent {
    /** Configuration. */
    @ObjectClassDefinition(name = "Lynchet second factors")
    public @interface Config {
        @AttributeDefinition(
                name = "Key file",
                description =
                        "File with the key that encrypts the secrets of second factors; made when it is not there."
                                + " Empty: second-factor.key in the data directory.")
        String keyFile() default "";
    }

    private final Parts parts = new Parts();
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private SealTakeover takeover;

    @Activate
    void activate(BundleContext context, Config config) {
        SecretSeal seal = new SecretSeal(keys(context, config));
        registrations.add(context.registerService(SystemSchema.class, new TotpSchema(), null));
        registrations.add(context.registerService(AccountRecords.class, new TotpRecords(), null));
        for (Route route : TotpRoutes.of(parts, Clock.systemUTC(), seal)) {
            registrations.add(context.registerService(Route.class, route, null));
        }
        takeover = new SealTakeover(new SystemRows(parts.data(), Clock.systemUTC()), seal);
        takeover.begin();
    }

    private static List<SealKey> keys(BundleContext context, Config config) {
        return config.keyFile().isBlank()
                ? KeyFile.read(Path.of(context.getProperty("lynchet.data")).resolve(KeyFile.NAME), true)
                : KeyFile.read(Path.of(config.keyFile().strip()).toAbsolutePath(), false);
    }

    @Deactivate
    void deactivate() {
        takeover.close();
        registrations.forEach(ServiceRegistration::unregister);
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
    void bindAuthenticator(Authenticator service) {
        parts.authenticator().bind(service);
    }

    void unbindAuthenticator(Authenticator service) {
        parts.authenticator().unbind(service);
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
}
