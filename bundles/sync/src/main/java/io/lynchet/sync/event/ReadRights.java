// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync.event;

import io.lynchet.api.data.AppModel;
import io.lynchet.api.data.ReadScope;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.SchemaChangedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows of every replicated entity that a caller may read. Callers with equal {@code key} get the same events.
 *
 * @param scopes by name of the entity, in declared order
 * @param key holds for one generation, and for one instant when the rights depend on the time
 * @param hash a digest of the rights without the time, equal across restarts
 * @param at the instant at which the rules were evaluated
 * @param timed whether the rights may change while no row does
 * @param deciding the names of the entities whose rows decide about other rows
 */
public record ReadRights(
        long generation,
        Map<String, ReadScope> scopes,
        Object key,
        String hash,
        Instant at,
        boolean timed,
        Set<String> deciding) {
    private static final int HASH_BYTES = 8;

    /** Returns the rights of a principal. Fails as reads of the rules do. */
    public static ReadRights of(AppModel app, ReadScopes source, Principal principal, Instant at) {
        Map<String, ReadScope> scopes = new LinkedHashMap<>();
        Set<String> deciding = new HashSet<>();
        List<Object> key = new ArrayList<>();
        key.add(app.generation());
        boolean timed = false;
        MessageDigest digest = sha256();
        for (Entity entity : app.schema().entities()) {
            if (!entity.replicated() || entity.system()) {
                continue;
            }
            ReadScope scope = source.scope(principal, entity, at);
            scopes.put(entity.name(), scope);
            key.add(scope.key());
            timed |= scope.changesByItself();
            scope.reads().forEach(other -> deciding.add(other.name()));
            digest.update((entity.name() + " " + scope.fingerprint() + " " + scope.everyField() + "\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        if (timed) {
            key.add(at);
        }
        // The hash tells epochs apart, too.
        String hash = HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
        key.add(hash);
        return new ReadRights(app.generation(), scopes, List.copyOf(key), hash, at, timed, Set.copyOf(deciding));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Returns the token by which clients name these rights and the log of their cursor. */
    public ScopeToken token(long epoch) {
        return new ScopeToken(epoch, hash, timed ? at : null, 0);
    }

    /** Returns the read scope of a row of the log, or null when its entity is not replicated. */
    ReadScope scopeOf(Row row, String entity) {
        ReadScope scope = scopes.get(entity);
        if (scope != null && row.entity() != scope.entity()) {
            throw new SchemaChangedException();
        }
        return scope;
    }
}
