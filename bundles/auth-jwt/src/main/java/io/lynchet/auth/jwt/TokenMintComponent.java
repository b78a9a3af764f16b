// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import io.lynchet.api.auth.AttemptLimiter;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.http.Route;
import io.lynchet.api.lease.ServiceRank;
import io.lynchet.api.lease.Wiring;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component that registers the route. The route exists without any issuer, too, and then says so. It has no
 * configuration.
 */
@Component(
        name = "io.lynchet.auth.jwt.routes",
        immediate = true,
        service = {})
public final class TokenMintComponent {
    private static final Logger LOG = LoggerFactory.getLogger(TokenMintComponent.class);

    private final MintServices parts;
    private final Map<JwtIssuer, String> issuers = new ConcurrentHashMap<>();
    private Wiring wiring;

    public TokenMintComponent() {
        this(new MintServices());
    }

    TokenMintComponent(MintServices parts) {
        this.parts = parts;
    }

    @Activate
    void activate(BundleContext context) {
        wiring = new Wiring(context, LOG::warn);
        wiring.track(Sessions.class, parts.sessions());
        wiring.track(AttemptLimiter.class, parts.attempts());
        wiring.track(Audit.class, parts.audit());
        wiring.each(JwtIssuer.class, this::use);
        wiring.register(Route.class, new MintToken(parts));
    }

    private AutoCloseable use(JwtIssuer issuer, ServiceReference<JwtIssuer> reference) {
        if (issuers.containsValue(issuer.issuer())) {
            LOG.error(
                    "Two configurations name the issuer {}; either of them may check a token. Remove one of them.",
                    issuer.issuer());
        }
        issuers.put(issuer, issuer.issuer());
        TokenMint mint = issuer.mint().orElse(null);
        if (mint != null) {
            if (!parts.mints().names().isEmpty()) {
                LOG.warn(
                        "Several issuers have mint set; the server now mints tokens of {}. Set mint for one issuer"
                                + " only.",
                        issuer.issuer());
            }
            ServiceRank rank = ServiceRank.of(reference);
            parts.mints().add(MintServices.MINT, rank.ranking(), rank.serviceId(), mint);
        }
        return () -> {
            issuers.remove(issuer);
            if (mint != null) {
                parts.mints().remove(MintServices.MINT, mint);
            }
        };
    }

    @Deactivate
    void deactivate() {
        wiring.close();
    }
}
