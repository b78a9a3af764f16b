// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp;

import io.lynchet.api.auth.AccountRecords;
import io.lynchet.api.auth.Accounts;
import io.lynchet.api.auth.AttemptLimiter;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Authenticator;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.SystemSchema;
import io.lynchet.api.http.Route;
import io.lynchet.api.lease.Wiring;
import io.lynchet.auth.totp.routes.TotpRoutes;
import io.lynchet.auth.totp.secret.EncryptionKey;
import io.lynchet.auth.totp.secret.KeyFile;
import io.lynchet.auth.totp.secret.SecretCipher;
import io.lynchet.auth.totp.store.AccountTotpRecords;
import io.lynchet.auth.totp.store.SecretReencryption;
import io.lynchet.auth.totp.store.TotpSchema;
import io.lynchet.auth.totp.verify.TotpServices;
import io.lynchet.system.rows.SystemRows;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component of second factors. It registers the routes, the entities, and the account records. The services it
 * needs come and go; the key of secrets is read at the start.
 */
@Component(
        name = "io.lynchet.auth.totp",
        immediate = true,
        service = {})
@Designate(ocd = TotpComponent.Config.class)
public final class TotpComponent {
    private static final Logger LOG = LoggerFactory.getLogger(TotpComponent.class);

    /** The configuration of second factors. */
    @ObjectClassDefinition(name = "Lynchet second factors")
    public @interface Config {
        @AttributeDefinition(
                name = "Key file",
                description =
                        "File with the key that encrypts the secrets of second factors; created when missing. Empty:"
                                + " second-factor.key in the data directory.")
        String keyFile() default "";
    }

    private final TotpServices parts = new TotpServices();
    private Wiring wiring;

    @Activate
    void activate(BundleContext context, Config config) {
        SecretCipher seal = new SecretCipher(keys(context, config));
        wiring = new Wiring(context, LOG::warn);
        wiring.track(DataService.class, parts.data());
        wiring.track(Accounts.class, parts.accounts());
        wiring.track(Sessions.class, parts.sessions());
        wiring.track(Authenticator.class, parts.authenticator());
        wiring.track(AttemptLimiter.class, parts.attempts());
        wiring.track(Audit.class, parts.audit());
        wiring.register(SystemSchema.class, new TotpSchema());
        wiring.register(AccountRecords.class, new AccountTotpRecords());
        for (Route route : TotpRoutes.of(parts, Clock.systemUTC(), seal)) {
            wiring.register(Route.class, route);
        }
        wiring.own(new SecretReencryption(new SystemRows(parts.data(), Clock.systemUTC()), seal))
                .begin();
    }

    private static List<EncryptionKey> keys(BundleContext context, Config config) {
        return config.keyFile().isBlank()
                ? KeyFile.read(Path.of(context.getProperty("lynchet.data")).resolve(KeyFile.NAME), true)
                : KeyFile.read(Path.of(config.keyFile().strip()).toAbsolutePath(), false);
    }

    @Deactivate
    void deactivate() {
        wiring.close();
    }
}
