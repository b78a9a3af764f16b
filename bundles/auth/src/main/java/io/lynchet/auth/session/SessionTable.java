// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.session;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.auth.SignedIn;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.http.Request;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.auth.schema.AuthSchema;
import io.lynchet.auth.schema.ManifestAuth;
import io.lynchet.auth.schema.TokenDigests;
import io.lynchet.system.rows.SystemRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The rows of sessions. A session's id is the digest of its token, so an exchange of the token makes a new row. */
public final class SessionTable {
    public static final String TOKEN_PREFIX = "pylon_";

    private static final int TOKEN_BYTES = 32;
    private static final int SHOWN_CHARS = 8;
    private static final int DEVICE_CHARS_MAX = 200;
    private static final int PRUNED_MAX = 50;
    /** The time for which an exchanged token still gets its successor. */
    public static final Duration GRACE = Duration.ofSeconds(5);

    private static final String USED = "used-";

    private final SystemRows rows;
    private final ManifestAuth manifest;

    SessionTable(SystemRows rows, ManifestAuth manifest) {
        this.rows = rows;
        this.manifest = manifest;
    }

    /** Returns the current time of the store's rows. */
    public Instant now() {
        return rows.now();
    }

    /** Returns the lifetime of sessions. */
    Duration life() {
        return rows.read(service -> manifest.of(service).sessionLife());
    }

    public Optional<Row> row(String sessionId) {
        return rows.get(AuthSchema.SESSIONS, sessionId);
    }

    /** Returns the session of the token or cookie of a request, in any state. */
    public Optional<Row> rowIn(Request request, String app) {
        String token = RequestToken.of(request, app);
        return token == null || !token.startsWith(TOKEN_PREFIX) ? Optional.empty() : row(TokenDigests.hash(token));
    }

    /** Tells whether the session is valid for everything its user may do. */
    boolean isOpen(Row row) {
        return row.get("renewedAt") == null && row.get("awaits") == null && isLiving(row);
    }

    /** Tells whether the session is valid only for showing the second factor. */
    public boolean isAwaiting(Row row) {
        return row.get("awaits") != null && isLiving(row);
    }

    private boolean isLiving(Row row) {
        return ((Instant) row.get("expiresAt")).isAfter(rows.now());
    }

    Optional<Row> account(String userId) {
        return rows.get(AuthSchema.ACCOUNTS, userId);
    }

    /**
     * Inserts a session.
     *
     * @param besides sets the values that differ between kinds of sessions
     */
    SignedIn insert(String userId, String method, Request request, UnaryOperator<Draft> besides) {
        String token = TOKEN_PREFIX + TokenDigests.randomHex(TOKEN_BYTES);
        String id = TokenDigests.hash(token);
        Instant now = rows.now();
        Instant expiresAt = now.plus(life());
        prune(now);
        rows.insert(
                AuthSchema.SESSIONS,
                id,
                draft -> besides.apply(draft.set("userId", userId)
                        .set("family", id)
                        .set("tokenPrefix", token.substring(0, SHOWN_CHARS))
                        .set("method", method)
                        .set("device", device(request))
                        .set("address", request.remoteAddress())
                        .set("guest", false)
                        .set("createdAt", now)
                        .set("expiresAt", expiresAt)));
        Row row = row(id).orElseThrow(SessionTable::ended);
        return new SignedIn(token, userId, id, (Instant) row.get("expiresAt"), (String) row.get("awaits"));
    }

    // Each sign-in deletes a few expired sessions, so that no task of its own is needed.
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
     * Replaces a session that waited for its second factor by a full one of the same family with a new token. Fails
     * with {@code SESSION_EXPIRED} when it is gone.
     */
    SignedIn complete(Row old) {
        return exchange(old, TOKEN_PREFIX + TokenDigests.randomHex(TOKEN_BYTES), null)
                .orElseThrow(SessionTable::ended);
    }

    /**
     * Replaces an open session by one with a new token, and remembers the old token. Empty when the session is gone.
     *
     * <p>The new token is derived from the old one and a random salt. So it can be returned again to a client that
     * shows the old one, and is stored nowhere.
     */
    Optional<SignedIn> renew(Row old, String token) {
        String salt = TokenDigests.randomHex(TOKEN_BYTES);
        return exchange(old, successor(token, salt), salt);
    }

    private static String successor(String token, String salt) {
        return TOKEN_PREFIX + TokenDigests.following(token, salt);
    }

    /**
     * Returns the token for which a token was just exchanged. Empty when that is longer ago than {@link #GRACE}, or
     * when the row has no salt.
     */
    Optional<String> successor(Row used, String token) {
        String salt = (String) used.get("successorSalt");
        boolean recent = ((Instant) used.get("renewedAt")).plus(GRACE).isAfter(rows.now());
        return recent && salt != null ? Optional.of(successor(token, salt)) : Optional.empty();
    }

    /** Returns the result for an open session whose token is known. */
    static SignedIn signedIn(Row open, String token) {
        return new SignedIn(token, (String) open.get("userId"), open.id(), (Instant) open.get("expiresAt"), null);
    }

    private Optional<SignedIn> exchange(Row old, String token, String rememberedSalt) {
        Instant now = rows.now();
        Instant expiresAt = now.plus(life());
        try {
            rows.write(service -> {
                Entity entity = SystemRows.entity(service, AuthSchema.SESSIONS);
                Draft next = copy(old, entity)
                        .set("id", TokenDigests.hash(token))
                        .set("tokenPrefix", token.substring(0, SHOWN_CHARS))
                        .set("awaits", null)
                        .set("guestSession", null)
                        .set("createdAt", now)
                        .set("expiresAt", expiresAt);
                List<Mutation> writes = new ArrayList<>(3);
                writes.add(new Mutation.Delete(entity, old.id(), Mutation.ANY));
                writes.add(new Mutation.Insert(next));
                if (rememberedSalt != null) {
                    writes.add(new Mutation.Insert(copy(old, entity)
                            .set("id", USED + old.id())
                            .set("renewedAt", now)
                            .set("successorSalt", rememberedSalt)));
                }
                return writes;
            });
        } catch (LynchetException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
        return Optional.of(new SignedIn(token, (String) old.get("userId"), TokenDigests.hash(token), expiresAt, null));
    }

    private static Draft copy(Row row, Entity entity) {
        Draft draft = new Draft(entity);
        row.entity().fields().forEach(field -> draft.set(field.name(), row.get(field.ordinal())));
        return draft;
    }

    /** Returns the row that remembers an exchanged token. */
    Optional<Row> used(String sessionId) {
        return row(USED + sessionId);
    }

    /** Deletes the sessions that the filter finds and the predicate accepts. Returns how many of them were open. */
    int end(Function<Entity, Filter> which, Predicate<Row> wanted) {
        int[] open = new int[1];
        rows.writeAsRead(service -> {
            Entity entity = SystemRows.entity(service, AuthSchema.SESSIONS);
            List<Row> ending = query(service, entity, which.apply(entity)).stream()
                    .filter(wanted)
                    .toList();
            open[0] = (int) ending.stream().filter(this::isOpen).count();
            return ending.stream()
                    .<Mutation>map(row -> new Mutation.Delete(entity, row.id(), Mutation.ANY))
                    .toList();
        });
        return open[0];
    }

    private static List<Row> query(DataService service, Entity entity, Filter filter) {
        return service.query(Principal.ADMIN, Query.of(entity, filter, Query.LIMIT_MAX - 1))
                .rows();
    }

    static LynchetException ended() {
        return new LynchetException(ErrorCode.SESSION_EXPIRED, "The session has ended.");
    }

    public static LynchetException awaited(Row session) {
        return new LynchetException(
                ErrorCode.SECOND_FACTOR_REQUIRED,
                "The sign-in waits for its second factor, " + session.get("awaits") + ".");
    }
}
