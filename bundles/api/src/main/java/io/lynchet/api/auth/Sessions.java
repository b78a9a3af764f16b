// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.auth;

import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The sessions of accounts and guests. They are rows of a system entity, with only the hash of the token, and survive a
 * restart. All methods block, may be called by any thread, and fail with {@code UNAVAILABLE} while there is no data
 * service. A revoked session is refused as soon as the revoking method returns.
 */
@ProviderType
public interface Sessions {
    /** The JSON schema of {@link #answer} without further members. */
    String ANSWER = """
            {"type":"object","additionalProperties":false,"required":["token","user_id","expires_at"],"properties":{\
            "token":{"type":"string"},"user_id":{"type":"string"},\
            "expires_at":{"type":"integer","description":"Seconds since 1970."},\
            "second_factor":{"type":"string","description":"The second factor that makes the session usable."}}}""";

    /** The header of {@link #answer} and {@link #cookie}, for the descriptions of routes. */
    AnswerHeader COOKIE =
            AnswerHeader.sometimes("Set-Cookie", "The session's cookie, for browsers: requests that have an Origin.");

    /**
     * Opens a session for a user whose identity is verified, and records {@code sign_in} in the audit log. When the
     * request comes from a guest, the guest's rows become the user's, and the guest's session ends. For an account with
     * a second factor, all this waits until the second factor was shown.
     *
     * @param method the name of the sign-in method
     * @param request the request, whose device and address the session keeps
     */
    SignedIn open(String userId, String method, Request request);

    /**
     * Returns the response to a sign-in: {@code {"token","user_id","expires_at"}} and the members of {@code more}. A
     * browser (a request with an Origin) also gets the session's cookie. When a second factor has to follow, the
     * response has {@code "second_factor"} with its name.
     *
     * @param more further members as compact JSON without braces, or empty
     */
    Response answer(int status, SignedIn signedIn, String more, Request request);

    /** Returns the header that makes a browser keep the session, for other responses, such as redirects. */
    Response.Header cookie(SignedIn signedIn, Request request);

    /**
     * Returns the session of a request when that session still waits for the account's second factor
     * ({@link Accounts#secondFactor}). Everywhere else such a session is refused with {@code SECOND_FACTOR_REQUIRED}.
     * Empty when the request's token or cookie is of another kind, or has expired: a session waits for 10 minutes.
     */
    Optional<Session> awaiting(Request request);

    /**
     * Exchanges a waiting session for a full one with a new token, after the second factor was shown. The other effects
     * of a sign-in ({@link #open}) happen now. Fails with {@code SESSION_EXPIRED} when the waiting session has ended.
     */
    SignedIn complete(Session awaiting, Request request);

    /**
     * Sets the active organisation of a session, or none when it is null. The caller checks that the user is a member.
     * Fails with {@code SESSION_EXPIRED} when the session has ended.
     */
    void tenant(String sessionId, String organisationId);

    /** Returns an open session; empty when there is none of that id, or it has ended. */
    Optional<Session> byId(String sessionId);

    /** Returns the sessions of an account, newest first, without expired ones. */
    List<Session> of(String userId);

    /** Revokes a session; returns whether there was such a session. */
    boolean revoke(String sessionId);

    /**
     * Revokes all sessions of an account but one, and returns their number.
     *
     * @param exceptId the session to keep, or null for none
     */
    int revokeAll(String userId, String exceptId);
}
