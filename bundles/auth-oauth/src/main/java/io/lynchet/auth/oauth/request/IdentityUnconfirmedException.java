// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.request;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;

/**
 * The error {@code OAUTH_TOKEN_EXCHANGE_FAILED}, with a reason for operators. Callers do not see the reason, since it
 * may help an attacker. They do see a provider's own OAuth code, which was in the address anyway. A sign-in that the
 * user did not allow is {@code OAUTH_ACCESS_DENIED}.
 */
public final class IdentityUnconfirmedException extends LynchetException {
    private static final long serialVersionUID = 1L;
    private static final String DENIED = "access_denied";

    private final String reason;
    private final String providerError;

    /**
     * Creates an error.
     *
     * @param reason for the log and the audit; holds nothing secret
     */
    public IdentityUnconfirmedException(String reason) {
        this(reason, null, null);
    }

    IdentityUnconfirmedException(String reason, Throwable cause) {
        this(reason, null, cause);
    }

    private IdentityUnconfirmedException(String reason, String providerError, Throwable cause) {
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

    /** Returns the error for a provider's own refusal, by one of OAuth's codes. */
    public static IdentityUnconfirmedException said(String error) {
        boolean code = error.matches("[a-z_]{1,64}");
        return new IdentityUnconfirmedException(
                "the provider says " + (code ? error : "something else than a code"), code ? error : null, null);
    }

    public String reason() {
        return reason;
    }

    /**
     * Returns the OAuth code, such as {@code access_denied}, or null when the refusal did not come from the provider.
     */
    public String providerError() {
        return providerError;
    }
}
