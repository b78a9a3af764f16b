// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp;

import io.lynchet.api.data.SystemRows;
import io.lynchet.api.http.Route;
import java.time.Clock;
import java.util.List;

/** Puts the routes together. */
final class TotpRoutes {
    private TotpRoutes() {}

    static List<Route> of(Parts parts, Clock clock, SecretSeal seal) {
        SystemRows system = new SystemRows(parts.data(), clock);
        TotpRows rows = new TotpRows(system, seal);
        RecoveryRows recovery = new RecoveryRows(system);
        TotpLimits limits = new TotpLimits(parts.attempts());
        CodeCheck check = new CodeCheck(parts, rows, recovery);
        return List.of(
                new EnrollTotp(parts, rows, limits),
                new VerifyTotp(
                        parts,
                        new SignInCompletion(parts, limits, check),
                        new Confirmation(parts, rows, limits, check)),
                new DisableTotp(parts, rows, limits, check),
                new RenewRecoveryCodes(parts, rows, limits, check),
                new GetTotp(rows, recovery),
                new RemoveTotp(parts, rows));
    }
}
