// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.request;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Request;
import io.lynchet.api.principal.Caller;

/** A signed-in person, not a program that acts for one. */
public record SignedInPerson(String userId, String sessionId) {
    /**
     * Returns the caller. Fails with {@code API_KEY_AUTH_FORBIDDEN} for programs, {@code UNAUTHENTICATED} for guests
     * and all others.
     */
    public static SignedInPerson of(Request request) {
        Caller caller = request.caller();
        if (caller.kind() == Caller.Kind.API_KEY) {
            throw new LynchetException(ErrorCode.API_KEY_AUTH_FORBIDDEN, "An API key can't change an account.");
        }
        boolean person = caller.kind() == Caller.Kind.SESSION
                && caller.principal().userId() != null
                && !caller.principal().guest();
        if (!person) {
            throw new LynchetException(ErrorCode.UNAUTHENTICATED, "Sign in to change your account.");
        }
        return new SignedInPerson(caller.principal().userId(), caller.credentialId());
    }
}
