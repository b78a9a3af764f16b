// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.session;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Session;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.row.Row;
import io.lynchet.auth.schema.AuthSchema;
import io.lynchet.auth.schema.ManifestAuth;
import io.lynchet.auth.schema.TokenDigests;
import io.lynchet.json.JsonWriter;
import io.lynchet.system.rows.SystemRows;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The sessions in the store, and the responses and cookies that give them to clients. */
public final class SessionService implements Sessions {
    private static final int LISTED_MAX = 1_000;
    private static final int RENEWALS_MAX = 10;
    private static final Duration AWAITING_MAX = Duration.ofMinutes(10);

    private final SystemRows rows;
    private final SessionTable table;
    private final SessionCookie cookie;
    private final GuestRows guests;
    private final Audit audit;

    public SessionService(SystemRows rows, ManifestAuth manifest, SessionCookie cookie, GuestRows guests, Audit audit) {
        this.rows = rows;
        this.table = new SessionTable(rows, manifest);
        this.cookie = cookie;
        this.guests = guests;
        this.audit = audit;
    }

    public SessionTable table() {
        return table;
    }

    @Override
    public SignedIn open(String userId, String method, Request request) {
        String factor = table.account(userId)
                .map(account -> (String) account.get("secondFactor"))
                .orElse(null);
        if (factor != null) {
            Optional<Row> guest = guestIn(request);
            return table.insert(
                    userId,
                    method,
                    request,
                    draft -> draft.set("awaits", factor)
                            .set("guestSession", guest.map(Row::id).orElse(null))
                            .set("expiresAt", table.now().plus(AWAITING_MAX)));
        }
        return openFull(userId, method, request);
    }

    /** Opens a session that waits for no second factor, whatever the account's setting. */
    public SignedIn openFull(String userId, String method, Request request) {
        Optional<Row> guest = guestIn(request);
        SignedIn opened = table.insert(userId, method, request, draft -> draft);
        guest.ifPresent(row -> goOn(row, userId));
        audit.record("sign_in", userId, request, method);
        return opened;
    }

    /**
     * Returns the guest's session of a request that signs in. Looks at the cookie, too, which sign-in routes otherwise
     * ignore.
     */
    private Optional<Row> guestIn(Request request) {
        return table.rowIn(request, app()).filter(this::isGuest);
    }

    private boolean isGuest(Row row) {
        return (Boolean) row.get("guest") && table.isOpen(row);
    }

    /** Moves the guest's rows to the user and ends the guest's session. */
    private void goOn(Row guest, String userId) {
        guests.move((String) guest.get("userId"), userId);
        revoke(guest.id());
    }

    /** Opens a session for a new guest without an account. */
    public SignedIn openGuest(Request request) {
        return table.insert("guest_" + TokenDigests.randomHex(16), "guest", request, draft -> draft.set("guest", true));
    }

    @Override
    public Optional<Session> awaiting(Request request) {
        return table.rowIn(request, app()).filter(table::isAwaiting).map(SessionService::session);
    }

    @Override
    public SignedIn complete(Session awaiting, Request request) {
        Row old = table.row(awaiting.id()).filter(table::isAwaiting).orElseThrow(SessionTable::ended);
        SignedIn full = table.complete(old);
        Optional.ofNullable((String) old.get("guestSession"))
                .flatMap(table::row)
                .filter(this::isGuest)
                .ifPresent(guest -> goOn(guest, full.userId()));
        audit.record("sign_in", full.userId(), request, old.get("method") + " and " + old.get("awaits"));
        return full;
    }

    /**
     * Exchanges a session for a new one of the same family. Fails with {@code SESSION_EXPIRED} when the session has
     * ended.
     *
     * <p>When the token was exchanged within {@link SessionTable#GRACE}, by another tab of the same browser, returns
     * the same successor. When that was longer ago, the token is in two hands, and the whole family ends.
     */
    public SignedIn renew(String token, Request request) {
        String shown = token;
        // Each turn follows one exchange. Several within the grace are rare; the limit stops the loop if the store
        // misbehaves.
        for (int turn = 0; turn < RENEWALS_MAX; turn++) {
            Optional<SignedIn> renewed = turn == 0 ? renewOpen(shown) : open(shown);
            if (renewed.isPresent()) {
                return renewed.get();
            }
            Row used = table.used(TokenDigests.hash(shown)).orElseThrow(SessionTable::ended);
            Optional<String> successor = table.successor(used, shown);
            if (successor.isEmpty()) {
                endFamily(used, request);
                throw SessionTable.ended();
            }
            shown = successor.get();
        }
        throw SessionTable.ended();
    }

    private Optional<SignedIn> renewOpen(String token) {
        Optional<Row> old = table.row(TokenDigests.hash(token));
        old.filter(table::isAwaiting).ifPresent(row -> {
            throw SessionTable.awaited(row);
        });
        return old.filter(table::isOpen).flatMap(row -> table.renew(row, token));
    }

    private Optional<SignedIn> open(String token) {
        return table.row(TokenDigests.hash(token)).filter(table::isOpen).map(row -> SessionTable.signedIn(row, token));
    }

    private void endFamily(Row used, Request request) {
        String family = (String) used.get("family");
        table.end(entity -> SystemRows.equal(entity, "family", family), row -> true);
        audit.record("session_reused", (String) used.get("userId"), request, "all sessions of this sign-in have ended");
    }

    @Override
    public void tenant(String sessionId, String organisationId) {
        try {
            rows.update(AuthSchema.SESSIONS, sessionId, draft -> draft.set("tenantId", organisationId));
        } catch (LynchetException e) {
            throw e.code() == ErrorCode.NOT_FOUND ? SessionTable.ended() : e;
        }
    }

    @Override
    public Response answer(int status, SignedIn signedIn, String more, Request request) {
        JsonWriter json = new JsonWriter(256)
                .beginObject()
                .name("token")
                .value(signedIn.token())
                .name("user_id")
                .value(signedIn.userId())
                .name("expires_at")
                .value(signedIn.expiresAt().getEpochSecond());
        if (signedIn.secondFactor() != null) {
            json.name("second_factor").value(signedIn.secondFactor());
        }
        String body = json.endObject().toString();
        String whole = more.isEmpty() ? body : body.substring(0, body.length() - 1) + "," + more + "}";
        Response response = Response.json(status, whole.getBytes(StandardCharsets.UTF_8));
        return request.header("Origin") == null ? response : response.with(cookie(signedIn, request));
    }

    @Override
    public Response.Header cookie(SignedIn signedIn, Request request) {
        Duration life = Duration.between(rows.now(), signedIn.expiresAt());
        return cookie.keeping(app(), signedIn.token(), life, request);
    }

    /** The description of {@link #dropping} for routes. */
    public static final AnswerHeader DROPPING =
            AnswerHeader.sometimes("Set-Cookie", "Removes the session cookie of a browser.");

    /** Returns the header that makes a browser drop its session. */
    public Response.Header dropping(Request request) {
        return cookie.dropping(app(), request);
    }

    /** Returns the name of the app, which is part of its cookie's name. */
    public String app() {
        return rows.read(service -> service.app().manifest().name());
    }

    @Override
    public Optional<Session> byId(String sessionId) {
        return table.row(sessionId).filter(table::isOpen).map(SessionService::session);
    }

    @Override
    public List<Session> of(String userId) {
        return rows
                .newest(
                        AuthSchema.SESSIONS,
                        entity -> SystemRows.equal(entity, "userId", userId),
                        "createdAt",
                        LISTED_MAX)
                .stream()
                .filter(table::isOpen)
                .map(SessionService::session)
                .toList();
    }

    private static Session session(Row row) {
        return new Session(
                row.id(),
                (String) row.get("userId"),
                (String) row.get("tokenPrefix"),
                (String) row.get("method"),
                (String) row.get("device"),
                (String) row.get("address"),
                (String) row.get("tenantId"),
                (Boolean) row.get("guest"),
                (Instant) row.get("createdAt"),
                (Instant) row.get("expiresAt"));
    }

    @Override
    public boolean revoke(String sessionId) {
        return rows.delete(AuthSchema.SESSIONS, sessionId);
    }

    @Override
    public int revokeAll(String userId, String exceptId) {
        return table.end(
                entity -> SystemRows.equal(entity, "userId", userId),
                row -> !row.id().equals(exceptId));
    }
}
