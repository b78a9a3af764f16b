// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.Audit;
import io.lynchet.api.auth.Caller;
import io.lynchet.api.auth.Principal;
import io.lynchet.api.auth.Session;
import io.lynchet.api.auth.Sessions;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.data.SystemRows;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Sessions as rows whose id is the digest of the token. */
final class SessionRows implements Sessions {
    static final String TOKEN_PREFIX = "pylon_";

    private static final int TOKEN_BYTES = 32;
    private static final int SHOWN_CHARS = 8;
    private static final int DEVICE_CHARS_MAX = 200;
    private static final int LISTED_MAX = 1_000;
    private static final int PRUNED_MAX = 50;
    private static final String USED = "used-";

    private final SystemRows rows;
    private final ManifestAuth manifest;
    private final SessionCookie cookie;
    private final GuestRows guests;
    private final Audit audit;

    SessionRows(SystemRows rows, ManifestAuth manifest, SessionCookie cookie, GuestRows guests, Audit audit) {
        this.rows = rows;
        this.manifest = manifest;
        this.cookie = cookie;
        this.guests = guests;
        this.audit = audit;
    }

    @Override
    public SignedIn open(String userId, String method, Request request) {
        SignedIn opened = insert(userId, method, request, false);
        Principal before = request.principal();
        if (before.guest() && request.caller().kind() == Caller.Kind.SESSION) {
            // Who signs in as a guest goes on as a person, with what the guest has made.
            guests.move(before.userId(), userId);
            revoke(request.caller().credentialId());
        }
        audit.record("sign_in", userId, request, method);
        return opened;
    }

    /** A session of somebody new without an account. */
    SignedIn openGuest(Request request) {
        return insert("guest_" + Secrets.randomHex(16), "guest", request, true);
    }

    private SignedIn insert(String userId, String method, Request request, boolean guest) {
        String token = TOKEN_PREFIX + Secrets.randomHex(TOKEN_BYTES);
        String id = Secrets.hash(token);
        Instant now = rows.now();
        Instant expiresAt = now.plus(rows.read(service -> manifest.of(service).sessionLife()));
        prune(now);
        rows.insert(
                AuthSchema.SESSIONS,
                id,
                draft -> draft.set("userId", userId)
                        .set("family", id)
                        .set("tokenPrefix", token.substring(0, SHOWN_CHARS))
                        .set("method", method)
                        .set("device", device(request))
                        .set("address", request.remoteAddress())
                        .set("guest", guest)
                        .set("createdAt", now)
                        .set("expiresAt", expiresAt));
        return new SignedIn(token, userId, id, expiresAt);
    }

    // A few with each sign-in, so that nothing has to look after them.
    private void prune(Instant now) {
        rows.writeAsRead(service -> {
            Entity entity = SystemRows.entity(service, AuthSchema.SESSIONS);
            Filter old = SystemRows.compare(entity, "expiresAt", Comparison.LESS, now);
            return service.query(Principal.ADMIN, Query.of(entity, old, PRUNED_MAX)).rows().stream()
                    .<Mutation>map(row -> new Mutation.Delete(entity, row.id(), Mutation.ANY))
                    .toList();
        });
    }

    private static String device(Request request) {
        String agent = request.header("User-Agent");
        if (agent == null) {
            return null;
        }
        String safe = agent.replaceAll("\\p{Cntrl}", " ");
        return safe.length() <= DEVICE_CHARS_MAX ? safe : safe.substring(0, DEVICE_CHARS_MAX);
    }

    /**
     * Exchanges a session for a new one of the same family. {@code SESSION_EXPIRED} when it has ended; when it had been exchanged before, its
     * token is in two hands, and the whole family ends.
     */
    SignedIn renew(String sessionId, Request request) {
        Row old = rows.get(AuthSchema.SESSIONS, sessionId).orElse(null);
        Instant now = rows.now();
        if (old == null || !((Instant) old.get("expiresAt")).isAfter(now)) {
            rows.get(AuthSchema.SESSIONS, USED + sessionId).ifPresent(used -> endFamily(used, request));
            throw ended();
        }
        String token = TOKEN_PREFIX + Secrets.randomHex(TOKEN_BYTES);
        Instant expiresAt = now.plus(rows.read(service -> manifest.of(service).sessionLife()));
        try {
            rows.write(service -> {
                Entity entity = SystemRows.entity(service, AuthSchema.SESSIONS);
                Draft next = copy(old, entity)
                        .set("id", Secrets.hash(token))
                        .set("tokenPrefix", token.substring(0, SHOWN_CHARS))
                        .set("createdAt", now)
                        .set("expiresAt", expiresAt);
                Draft used = copy(old, entity).set("id", USED + sessionId).set("renewedAt", now);
                return List.of(
                        new Mutation.Delete(entity, sessionId, Mutation.ANY),
                        new Mutation.Insert(next),
                        new Mutation.Insert(used));
            });
        } catch (LynchetException e) {
            // Two of one token at once: the first has it.
            throw e.code() == ErrorCode.NOT_FOUND ? ended() : e;
        }
        return new SignedIn(token, (String) old.get("userId"), Secrets.hash(token), expiresAt);
    }

    private static Draft copy(Row row, Entity entity) {
        Draft draft = new Draft(entity);
        row.entity().fields().forEach(field -> draft.set(field.name(), row.get(field.ordinal())));
        return draft;
    }

    private void endFamily(Row used, Request request) {
        String family = (String) used.get("family");
        end(service -> SystemRows.equal(SystemRows.entity(service, AuthSchema.SESSIONS), "family", family), null);
        audit.record("session_reused", (String) used.get("userId"), request, "all sessions of this sign-in were ended");
    }

    private static LynchetException ended() {
        return new LynchetException(ErrorCode.SESSION_EXPIRED, "The session has ended.");
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
                .value(signedIn.expiresAt().getEpochSecond())
                .endObject();
        String body = json.toString();
        String whole = more.isEmpty() ? body : body.substring(0, body.length() - 1) + "," + more + "}";
        Response response = Response.json(status, whole.getBytes(StandardCharsets.UTF_8));
        return request.header("Origin") == null ? response : response.with(cookie(signedIn, request));
    }

    @Override
    public Response.Header cookie(SignedIn signedIn, Request request) {
        java.time.Duration life = java.time.Duration.between(rows.now(), signedIn.expiresAt());
        return cookie.keeping(app(), signedIn.token(), life, request);
    }

    /** The header that makes a browser forget its session. */
    Response.Header dropping(Request request) {
        return cookie.dropping(app(), request);
    }

    /** Name of the app, which is in the name of its cookie. */
    String app() {
        return rows.read(service -> service.app().manifest().name());
    }

    /** The time as sessions count it. */
    Instant now() {
        return rows.now();
    }

    Optional<Row> row(String sessionId) {
        return rows.get(AuthSchema.SESSIONS, sessionId);
    }

    @Override
    public Optional<Session> byId(String sessionId) {
        return row(sessionId).filter(this::isOpen).map(SessionRows::session);
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
                .filter(this::isOpen)
                .map(SessionRows::session)
                .toList();
    }

    boolean isOpen(Row row) {
        return row.get("renewedAt") == null && ((Instant) row.get("expiresAt")).isAfter(rows.now());
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
        return end(
                service -> SystemRows.equal(SystemRows.entity(service, AuthSchema.SESSIONS), "userId", userId),
                exceptId);
    }

    private int end(java.util.function.Function<DataService, Filter> which, String exceptId) {
        int[] open = new int[1];
        rows.writeAsRead(service -> {
            Entity entity = SystemRows.entity(service, AuthSchema.SESSIONS);
            List<Row> all = service.query(Principal.ADMIN, Query.of(entity, which.apply(service), Query.LIMIT_MAX - 1))
                    .rows();
            List<Row> ending =
                    all.stream().filter(row -> !row.id().equals(exceptId)).toList();
            open[0] = (int) ending.stream().filter(this::isOpen).count();
            return ending.stream()
                    .<Mutation>map(row -> new Mutation.Delete(entity, row.id(), Mutation.ANY))
                    .toList();
        });
        return open[0];
    }
}
