// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Recognises bearer tokens that somebody else has issued. The authenticator asks every service of this kind about tokens that are not of its
 * own forms; with no answer the token is refused. Called on the request's thread, by many at a time; may block for as long as a request to the
 * issuer takes, but not for each token.
 */
@ConsumerType
public interface ForeignTokens {
    /**
     * The caller, of kind {@link Caller.Kind#FOREIGN_TOKEN}; empty for tokens of other issuers, and {@code UNAUTHENTICATED} when the token
     * claims to be of this issuer but is not good. {@code UNAVAILABLE} when that can't be told right now.
     */
    Optional<Caller> callerOf(String token);
}
