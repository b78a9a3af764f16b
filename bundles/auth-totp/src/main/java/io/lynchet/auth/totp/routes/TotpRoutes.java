// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.routes;

import io.lynchet.api.http.Route;
import io.lynchet.auth.totp.secret.SecretCipher;
import io.lynchet.auth.totp.store.RecoveryRows;
import io.lynchet.auth.totp.store.TotpRows;
import io.lynchet.auth.totp.verify.CodeCheck;
import io.lynchet.auth.totp.verify.CodeConfirmation;
import io.lynchet.auth.totp.verify.SignInCompletion;
import io.lynchet.auth.totp.verify.TotpLimits;
import io.lynchet.auth.totp.verify.TotpServices;
import io.lynchet.system.rows.SystemRows;
import java.time.Clock;
import java.util.List;

/** The creation of the routes. */
public final class TotpRoutes {
    private TotpRoutes() {}

    public static List<Route> of(TotpServices services, Clock clock, SecretCipher cipher) {
        SystemRows system = new SystemRows(services.data(), clock);
        TotpRows rows = new TotpRows(system, cipher);
        RecoveryRows recovery = new RecoveryRows(system);
        TotpLimits limits = new TotpLimits(services.attempts());
        CodeCheck check = new CodeCheck(services, rows, recovery);
        return List.of(
                new EnrollTotp(services, rows, limits),
                new VerifyTotp(
                        services,
                        new SignInCompletion(services, limits, check),
                        new CodeConfirmation(services, rows, limits, check)),
                new DisableTotp(services, rows, limits, check),
                new RenewRecoveryCodes(services, rows, limits, check),
                new GetTotp(rows, recovery),
                new RemoveTotp(services, rows));
    }
}
