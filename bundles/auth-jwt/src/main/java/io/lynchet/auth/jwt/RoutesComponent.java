// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import io.lynchet.api.auth.Attempts;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.http.Route;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers the route, which is there without any issuer, too, and then says so. It has nothing to configure. */
@Component(
        name = "io.lynchet.auth.jwt.routes",
        immediate = true,
        service = {})
public final class RoutesComponent {
    private static final Logger LOG = LoggerFactory.getLogger(RoutesComponent.class);

    private final MintParts parts;
    private final Map<JwtIssuer, TokenMint> mints = new ConcurrentHashMap<>();
    private final Map<JwtIssuer, String> issuers = new ConcurrentHashMap<>();
    private ServiceRegistration<Route> registration;

    public RoutesComponent() {
        this(new MintParts());
    }

    RoutesComponent(MintParts parts) {
        this.parts = parts;
    }

    @Activate
    void activate(BundleContext context) {
        registration = context.registerService(Route.class, new MintToken(parts), null);
    }

    @Deactivate
    void deactivate() {
        registration.unregister();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindIssuer(JwtIssuer issuer, Map<String, Object> properties) {
        if (issuers.containsValue(issuer.issuer())) {
            LOG.error("Two configurations are for the issuer {}; which of them sees a token is open.", issuer.issuer());
        }
        issuers.put(issuer, issuer.issuer());
        issuer.mint().ifPresent(mint -> {
            if (!mints.isEmpty()) {
                LOG.warn("Several issuers are to mint tokens; those of {} are taken from now on.", issuer.issuer());
            }
            mints.put(issuer, mint);
            Object ranking = properties.get(Constants.SERVICE_RANKING);
            long serviceId = (Long) properties.get(Constants.SERVICE_ID);
            parts.mints().add(MintParts.MINT, ranking instanceof Integer given ? given : 0, serviceId, mint);
        });
    }

    void unbindIssuer(JwtIssuer issuer) {
        issuers.remove(issuer);
        TokenMint mint = mints.remove(issuer);
        if (mint != null) {
            parts.mints().remove(MintParts.MINT, mint);
        }
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
}
