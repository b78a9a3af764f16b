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
 * Sessions of accounts and guests. Kept as rows of a system entity with the hash of the token only; a restart ends none. All methods block,
 * are for any thread, and fail with {@code UNAVAILABLE} while there is no data service. A session that is revoked is refused from the
 * return of the method on.
 */
@ProviderType
public interface Sessions {
    /** JSON schema of {@link #answer} without further members. */
    String ANSWER = """
            {"type":"object","additionalProperties":false,"required":["token","user_id","expires_at"],"properties":{\
            "token":{"type":"string"},"user_id":{"type":"string"},\
            "expires_at":{"type":"integer","description":"Seconds since 1970."},\
            "second_factor":{"type":"string","description":"What has to be shown before the session is good for anything."}}}""";

    /** The header of {@link #answer} and {@link #cookie}, for the descriptions of routes. */
    AnswerHeader COOKIE =
            AnswerHeader.sometimes("Set-Cookie", "The session's cookie, for browsers: requests that have an Origin.");

    /**
     * Opens a session for somebody who has proven who they are, and puts that on record as {@code sign_in}. When the request is that of a guest,
     * the rows of the guest become theirs, and the guest's session ends. For an account with a second factor that waits until it was shown.
     *
     * @param method name of the method by which they have
     * @param request from which device and address are taken
     */
    SignedIn open(String userId, String method, Request request);

    /**
     * The answer to a sign-in, {@code {"token","user_id","expires_at"}} and what is in {@code more}; for a browser (a request with an Origin)
     * also the session's cookie. When a second factor has to follow, the answer has {@code "second_factor"} with its name.
     *
     * @param more further members as compact JSON without braces, or empty
     */
    Response answer(int status, SignedIn signedIn, String more, Request request);

    /** The header that makes a browser keep the session, for answers of another form, such as redirects. */
    Response.Header cookie(SignedIn signedIn, Request request);

    /**
     * The session in a request that was opened by a sign-in but still waits for the account's second factor
     * ({@link Accounts#secondFactor}); everywhere else such a session is refused with {@code SECOND_FACTOR_REQUIRED}. Empty when the request's
     * token or cookie is none of that kind, or has expired: they wait for 10 minutes.
     */
    Optional<Session> awaiting(Request request);

    /**
     * Exchanges a waiting session for a full one with a new token, after the second factor was shown. What goes along with a sign-in
     * ({@link #open}) happens now. {@code SESSION_EXPIRED} when it has ended meanwhile.
     */
    SignedIn complete(Session awaiting, Request request);

    /**
     * Makes an organisation the active one of a session, or none when it is null; whether the user is a member is the caller's to check.
     * {@code SESSION_EXPIRED} when the session has ended.
     */
    void tenant(String sessionId, String organisationId);

    /** An open session; empty when there is none of that id, and when it has ended. */
    Optional<Session> byId(String sessionId);

    /** Newest first, without those that have expired. */
    List<Session> of(String userId);

    /** Whether there was such a session. */
    boolean revoke(String sessionId);

    /**
     * Ends all sessions of an account but one, and tells how many.
     *
     * @param exceptId or null for none
     */
    int revokeAll(String userId, String exceptId);
}
