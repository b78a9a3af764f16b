// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;

/**
 * {@code OAUTH_TOKEN_EXCHANGE_FAILED}, with a reason for operators. Callers are not told it: it may help who tries to get in. What the provider itself says by
 * one of OAuth's codes they may know, and have seen in the address; that somebody did not allow the sign-in is {@code OAUTH_ACCESS_DENIED}.
 */
final class UnconfirmedException extends LynchetException {
    private static final long serialVersionUID = 1L;
    private static final String DENIED = "access_denied";

    private final String reason;
    private final String providerError;

    /** @param reason for the log and the audit; holds nothing secret */
    UnconfirmedException(String reason) {
        this(reason, null, null);
    }

    UnconfirmedException(String reason, Throwable cause) {
        this(reason, null, cause);
    }

    private UnconfirmedException(String reason, String providerError, Throwable cause) {
        super(code(providerError), message(providerError), cause);
        this.reason = reason;
        this.providerError = providerError;
    }

    private static ErrorCode code(String providerError) {
        return DENIED.equals(providerError) ? ErrorCode.OAUTH_ACCESS_DENIED : ErrorCode.OAUTH_TOKEN_EXCHANGE_FAILED;
    }

    private static String message(String providerError) {
        return providerError == null || DENIED.equals(providerError)
                ? code(providerError).meaning()
                : "The sign-in provider says " + providerError + ".";
    }

    /** The provider itself says no, by one of OAuth's codes. */
    static UnconfirmedException said(String error) {
        boolean code = error.matches("[a-z_]{1,64}");
        return new UnconfirmedException(
                "the provider says " + (code ? error : "something else than a code"), code ? error : null, null);
    }

    String reason() {
        return reason;
    }

    /** OAuth's code, such as {@code access_denied}, or null when it was not the provider that said no. */
    String providerError() {
        return providerError;
    }
}
