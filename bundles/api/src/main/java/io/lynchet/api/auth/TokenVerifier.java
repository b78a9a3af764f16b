// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import io.lynchet.api.principal.Caller;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A verifier of bearer tokens from a foreign issuer. The authenticator offers every token that is not of its own forms
 * to each service of this kind. When none recognises the token, it is refused. Calls come on the request's thread, many
 * at a time. A call may block for as long as a request to the issuer takes, but not for each token.
 */
@ConsumerType
public interface TokenVerifier {
    /**
     * Returns the caller, of kind {@link Caller.Kind#FOREIGN_TOKEN}; empty for tokens of other issuers. Fails with
     * {@code UNAUTHENTICATED} when the token names this issuer but is invalid, and with {@code UNAVAILABLE} when it
     * can't be checked right now.
     */
    Optional<Caller> callerOf(String token);
}
