// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Session;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Sessions in memory. All that were opened stay in {@link #opened}; a revoked one leaves {@link #open}. Thread-safe.
 */
public final class FakeSessions implements Sessions {
    /** The time at which all sessions are opened; each lasts 30 days. */
    public static final Instant OPENED_AT = Instant.parse("2026-01-01T00:00:00Z");

    private static final Duration LIFE = Duration.ofDays(30);

    private final List<Session> opened = new ArrayList<>();
    private final Map<String, Session> live = new LinkedHashMap<>();
    private Session awaiting;
    private RuntimeException failure;

    /** Returns all sessions that were ever opened, oldest first. */
    public synchronized List<Session> opened() {
        return List.copyOf(opened);
    }

    /** Returns the sessions that were not revoked, oldest first. */
    public synchronized List<Session> open() {
        return List.copyOf(live.values());
    }

    /** Returns the revoked sessions, in the order in which they were opened. */
    public synchronized List<Session> revoked() {
        return opened.stream()
                .filter(session -> !live.containsKey(session.id()))
                .toList();
    }

    /** Makes every call fail with this exception from now on, except those that make responses; null ends that. */
    public synchronized void failWith(RuntimeException newFailure) {
        failure = newFailure;
    }

    @Override
    public synchronized SignedIn open(String userId, String method, Request request) {
        check();
        int number = opened.size() + 1;
        String token = String.format(Locale.ROOT, "pylon_%064x", number);
        Instant expiresAt = OPENED_AT.plus(LIFE);
        Session session = new Session(
                "session-" + number,
                userId,
                token.substring(0, 12),
                method,
                request.header("User-Agent"),
                request.remoteAddress(),
                null,
                false,
                OPENED_AT,
                expiresAt);
        opened.add(session);
        live.put(session.id(), session);
        return new SignedIn(token, userId, session.id(), expiresAt, null);
    }

    /** Makes the next request's token one of a session that waits for its second factor, until it is completed. */
    public synchronized Session await(String userId, String method) {
        awaiting = new Session(
                "awaiting", userId, "pylon_", method, null, "192.0.2.1", null, false, OPENED_AT, OPENED_AT.plus(LIFE));
        return awaiting;
    }

    @Override
    public synchronized Optional<Session> awaiting(Request request) {
        check();
        return Optional.ofNullable(awaiting);
    }

    @Override
    public synchronized SignedIn complete(Session session, Request request) {
        check();
        if (awaiting == null || !awaiting.id().equals(session.id())) {
            throw new LynchetException(ErrorCode.SESSION_EXPIRED, "The session has ended.");
        }
        awaiting = null;
        return open(session.userId(), session.method(), request);
    }

    @Override
    public synchronized void tenant(String sessionId, String organisationId) {
        check();
        Session old = live.get(sessionId);
        if (old == null) {
            throw new LynchetException(ErrorCode.SESSION_EXPIRED, "The session has ended.");
        }
        live.put(
                sessionId,
                new Session(
                        sessionId,
                        old.userId(),
                        old.tokenPrefix(),
                        old.method(),
                        old.device(),
                        old.address(),
                        organisationId,
                        old.guest(),
                        old.createdAt(),
                        old.expiresAt()));
    }

    @Override
    public Response answer(int status, SignedIn signedIn, String more, Request request) {
        String members = new JsonWriter()
                .beginObject()
                .name("token")
                .value(signedIn.token())
                .name("user_id")
                .value(signedIn.userId())
                .name("expires_at")
                .value(signedIn.expiresAt())
                .toString();
        String json = members + (more.isEmpty() ? "}" : "," + more + "}");
        Response response = Response.json(status, json.getBytes(StandardCharsets.UTF_8));
        return request.header("Origin") == null ? response : response.with(cookie(signedIn, request));
    }

    @Override
    public Response.Header cookie(SignedIn signedIn, Request request) {
        return new Response.Header(
                "Set-Cookie",
                "test_session=" + signedIn.token() + "; Path=/; HttpOnly; SameSite=Lax"
                        + (request.secure() ? "; Secure" : ""));
    }

    @Override
    public synchronized Optional<Session> byId(String sessionId) {
        check();
        return Optional.ofNullable(live.get(sessionId));
    }

    @Override
    public synchronized List<Session> of(String userId) {
        check();
        List<Session> newestFirst = new ArrayList<>();
        for (Session session : live.values()) {
            if (session.userId().equals(userId)) {
                newestFirst.add(0, session);
            }
        }
        return newestFirst;
    }

    @Override
    public synchronized boolean revoke(String sessionId) {
        check();
        if (awaiting != null && awaiting.id().equals(sessionId)) {
            awaiting = null;
            return true;
        }
        return live.remove(sessionId) != null;
    }

    @Override
    public synchronized int revokeAll(String userId, String exceptId) {
        check();
        int before = live.size();
        live.values()
                .removeIf(session ->
                        session.userId().equals(userId) && !session.id().equals(exceptId));
        return before - live.size();
    }

    private void check() {
        if (failure != null) {
            throw failure;
        }
    }
}
